import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { ask, collectRun, messagesOf, payloadFields } from '../support/conversation.ts';
import { slowly } from '../support/streams.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';

const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { ${payloadFields} } }`;

/** A lock on the table of runs holds a question back after all is read and before it is written. */
describe.skipIf(!inject('templateDatabase'))('a question that is being saved', () => {
  let home: TestDatabase;
  let running: TestApp;
  let alice: TestClient;
  let direct: Client;

  beforeEach(async () => {
    home = await createTestDatabase();
    running = await startTestApp({}, home);
    alice = await running.signUp('alice');
    direct = new Client(home.settings['DATABASE_URL']);
    await direct.connect();
    await direct.query('begin');
  });
  afterEach(async () => {
    await alice.close();
    await direct.end();
    await running.database.close();
    await home.drop();
    await rm(running.dataDir, { recursive: true, force: true });
  });

  const untilHeldBack = () =>
    until(async () => {
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await direct.query(waiting)).rowCount;
    });

  it('when the server is told to stop is answered before it does', async () => {
    await direct.query('lock table runs in share mode');
    const asked = alice.request(send, { input: { text: slowly(20, 50), modelId: 'scripted:echo' } });
    await untilHeldBack();
    const stopped = running.app.stop(20_000);
    const late = await alice.request(send, { input: { text: 'And now?', modelId: 'scripted:echo' } });
    expect(late.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    await direct.query('commit');
    const { data } = await asked;
    await stopped;
    const { rows } = await direct.query('select id, status from runs');
    expect(rows).toEqual([{ id: data.sendMessage.run.id, status: 'COMPLETED' }]);
  });

  it('is refused when another one is being answered meanwhile, wherever the conversation ends', async () => {
    const { session, run } = await ask(alice, { text: 'The first' });
    await collectRun(alice, run.id);
    await direct.query('lock table runs in share mode');
    const asked = alice.request(send, { input: { text: 'The second', sessionId: session.id } });
    await untilHeldBack();
    await direct.query(
      `update runs set status = 'RUNNING', ended_at = null, lease_owner = $1, lease_until = now() + interval '1 hour'`,
      [newId()],
    );
    await direct.query('commit');
    expect((await asked).errors).toMatchObject([{ extensions: { code: 'RUN_IN_PROGRESS' } }]);
    expect(await messagesOf(alice, session.id)).toHaveLength(2);
    await running.app.stop(0);
  });
});
