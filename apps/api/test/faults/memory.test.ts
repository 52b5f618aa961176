import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, runEventsQuery } from '../support/conversation.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { followToTheEnd } from '../support/streams.ts';
import { createUser, type TestClient } from '../support/test-client.ts';

const TOKENS = 200_000;
/** As many follow the answer from its first word, and as many read one again that is there. */
const READERS = 8;
/** Megabytes. What the readers have not read is some 29 MB for each of them. */
const MAX_GROWTH = 200;

let home: ServerHome;
let server: ServerProcess;

const question = `/script ${JSON.stringify({ text: 'an answer that few read as fast as it is written '.repeat(8), tokens: TOKENS, delayMs: 0 })}`;

/** A reader who stops reading after the first event. */
async function stopReading(client: TestClient, runId: string): Promise<RawSocket> {
  const slow = await RawSocket.open(server.url, client.cookie);
  slow.subscribe('1', runEventsQuery, { runId, after: -1 });
  await slow.next(({ type }) => type === 'next');
  slow.socket.pause();
  return slow;
}

// The embedded database lives in the same process, with a memory of its own.
describe.skipIf(process.platform !== 'linux' || !inject('templateDatabase'))('a server', () => {
  beforeAll(async () => {
    home = await createServerHome();
    server = await ServerProcess.start({ ...home.settings, EMBEDDER: 'none' });
  });
  afterAll(async () => {
    await ServerProcess.crashAll();
    await home.drop();
  });

  it(`answers of ${TOKENS} tokens to readers who do not read leave the memory of the server flat`, async () => {
    const started = server.residentMegabytes();
    const alice = await createUser(server.url, 'alice');
    const first = await ask(alice, { text: question });
    const whole = await followToTheEnd(alice, first.run.id);
    const before = server.residentMegabytes();
    let most = before;
    const looking = setInterval(() => (most = Math.max(most, server.residentMegabytes())), 50);
    const again = await ask(alice, { text: question });
    const readers = await Promise.all(
      [first, again].flatMap(({ run }) => Array.from({ length: READERS }, () => stopReading(alice, run.id))),
    );
    expect(await followToTheEnd(alice, again.run.id)).toHaveLength(whole.length);
    // What another reader gets meanwhile shows that the server has gone as far as it goes.
    expect(await followToTheEnd(alice, first.run.id)).toHaveLength(whole.length);
    clearInterval(looking);
    process.stdout.write(
      `${whole.length} events of ${JSON.stringify(whole).length >> 20} MB to ${readers.length} readers who do not read: ${Math.round(started)} MB after the start, ${Math.round(before)} MB before, at most ${Math.round(most)} MB\n`,
    );
    expect(most - before).toBeLessThan(MAX_GROWTH);
    for (const reader of readers) reader.close();
    await alice.close();
  }, 180_000);
});
