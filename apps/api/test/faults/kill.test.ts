import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/orm.ts';
import { type Asked, ask, messagesOf, type SeenEvent, textOf } from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { ServerProcess } from '../support/server-process.ts';
import { countedWords, followToTheEnd, slowly, within } from '../support/streams.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** A campaign of many: FAULT_ROUNDS=100. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 2);
const STREAMS = 20;
const WORDS = 400;
/** Milliseconds from one word to the next. */
const PACE = 10;
/**
 * How much of what was said may be missing from what is stored, in milliseconds of words. The promise is 200, and the report says
 * what it was; on a machine that is busy with other tests a write takes longer.
 */
const MAX_LOST = 1_000;

describe('kill -9 while answers are written', () => {
  let dataDir: string;
  let database: TestDatabase;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-kill-'));
    database = await createTestDatabase();
  });
  afterEach(() => ServerProcess.crashAll());
  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await database.drop();
  });

  const start = (): Promise<ServerProcess> => ServerProcess.start({ DATA_DIR: dataDir, ...database.settings });

  it(
    'loses nothing that was acknowledged, ends every run, and keeps all but the last moment of the text',
    async () => {
      let server = await start();
      const { cookie } = await createUser(server.url, 'alice');
      const short: number[] = [];
      const starting: number[] = [];
      const ending: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const client = personAt(server, cookie);
        const acknowledged: Asked[] = [];
        const seen = new Map<string, SeenEvent[]>();
        const questions = Array.from({ length: STREAMS }, async () => {
          const asked = await ask(client, { text: slowly(WORDS, PACE) });
          acknowledged.push(asked);
          const events: SeenEvent[] = [];
          seen.set(asked.run.id, events);
          // Nobody comes back to this server.
          void followToTheEnd(client, asked.run.id, (event) => events.push(event)).catch(() => {});
        });
        const asking = Promise.allSettled(questions);
        await sleep(Math.random() * WORDS * PACE * 1.2);
        await server.crash();
        await asking;
        await client.close();

        const crashedAt = performance.now();
        server = await start();
        starting.push(performance.now() - crashedAt);
        const back = personAt(server, cookie);
        await within(20, 'Ending every run', Promise.all(acknowledged.map((asked) => ended(back, asked.run.id))));
        ending.push(performance.now() - crashedAt);
        for (const { session, userMessage, assistantMessage, run } of acknowledged) {
          const messages = await messagesOf(back, session.id);
          expect(messages.map(({ id }) => id)).toEqual([userMessage.id, assistantMessage.id]);
          const [question, answer] = messages;
          expect(question!.text).toBe(slowly(WORDS, PACE));
          expect(['COMPLETED', 'INTERRUPTED']).toContain(answer!.status);
          if (answer!.status === 'COMPLETED') expect(answer!.text).toBe(countedWords(WORDS));
          expect(countedWords(WORDS).startsWith(answer!.text)).toBe(true);
          short.push(wordsIn(textOf(seen.get(run.id)!)) - wordsIn(answer!.text));
          expect(textOf(await followToTheEnd(back, run.id))).toBe(answer!.text);
        }
        await back.close();
      }
      report(`${ROUNDS} kills, ${short.length} answers`, {
        'ms of words short': short.map((words) => words * PACE),
        'ms until ready': starting,
        'ms until all are over': ending,
      });
      expect(Math.max(...short) * PACE).toBeLessThanOrEqual(MAX_LOST);
      await server.stop();
      await check();
    },
    60_000 + ROUNDS * 60_000,
  );

  /** Looks into the database itself. */
  async function check(): Promise<void> {
    const { DATABASE_URL: url } = database.settings;
    const opened = await openDatabase(url ? { url } : { embeddedDir: join(dataDir, 'postgres') });
    await assertInvariants(opened.fork()).finally(() => opened.close());
  }
});

function personAt(server: ServerProcess, cookie: string): TestClient {
  const client = new TestClient(server.url);
  client.cookie = cookie;
  return client;
}

/** Says how close a campaign came to its bounds. */
function report(what: string, figures: Record<string, number[]>): void {
  const worst = Object.entries(figures).map(([name, values]) => `${Math.round(Math.max(...values))} ${name}`);
  process.stdout.write(`${what}; at worst ${worst.join(', ')}\n`);
}

const wordsIn = (text: string): number => text.split(' ').length - 1;

async function ended(client: TestClient, id: string): Promise<void> {
  for (;;) {
    const { run } = await client.query('query ($id: ID!) { run(id: $id) { status } }', { id });
    if (run.status !== 'RUNNING') return;
    await sleep(100);
  }
}
