import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createDatabaseBehindProxy } from '../support/database-behind-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { ServerProcess } from '../support/server-process.ts';
import { slowly, watchAnswers, within } from '../support/streams.ts';
import { createUser } from '../support/test-client.ts';

describe.skipIf(!inject('templateDatabase'))('SIGTERM while the database', { concurrent: true }, () => {
  afterAll(() => ServerProcess.crashAll());

  it.each<[string, (proxy: FaultProxy) => void | Promise<void>]>([
    ['is killed', (proxy) => proxy.refuse()],
    ['is behind a firewall that forgets every connection', (proxy) => proxy.blackHole()],
  ])('%s ends the server in time, with an answer that cannot be saved', async (_label, fault) => {
    const behind = await createDatabaseBehindProxy();
    const server = await ServerProcess.start({ ...behind.database.settings, SECRET: randomUUID() });
    const alice = await createUser(server.url, 'alice');
    await watchAnswers(alice, 3, slowly(1_000, 50));
    await fault(behind.proxy);
    expect(await within(30, 'The end of the server', server.stop())).toBe(0);
    await behind.database.drop();
  });
});
