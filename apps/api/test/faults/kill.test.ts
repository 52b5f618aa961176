import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Asked,
  ask,
  collectRun,
  messagesOf,
  payloadFields,
  type SeenEvent,
  textOf,
} from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { countedWords, followToTheEnd, slowly, within } from '../support/streams.ts';
import { createUser, TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';

/** A campaign of many: FAULT_ROUNDS=100. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 2);
const STREAMS = 20;
const WORDS = 400;
/** Milliseconds from one word to the next. */
const PACE = 10;
/** Every second kill comes when the first answer has so many words, so that it is interrupted for sure; the others at any moment. */
const BEGUN = 30;
/**
 * How much of what was said may be missing from what is stored, in milliseconds of words. The promise is 200, and the report says
 * what it was; on a machine that is busy with other tests a write takes longer.
 */
const MAX_LOST = 1_000;

describe('kill -9 while answers are written', () => {
  let home: ServerHome;

  beforeAll(async () => {
    home = await createServerHome();
  });
  afterEach(() => ServerProcess.crashAll());
  afterAll(() => home.drop());

  const start = (): Promise<ServerProcess> => ServerProcess.start(home.settings);

  it(
    'loses nothing that was acknowledged, ends every run, and keeps all but the last moment of the text',
    async () => {
      let server = await start();
      const { cookie } = await createUser(server.url, 'alice');
      const short: number[] = [];
      const starting: number[] = [];
      const ending: number[] = [];
      let interrupted: Asked | undefined;
      for (let round = 0; round < ROUNDS; round++) {
        const client = personAt(server, cookie);
        const acknowledged: Asked[] = [];
        const seen = new Map<string, SeenEvent[]>();
        const begun = Promise.withResolvers<void>();
        const questions = Array.from({ length: STREAMS }, async () => {
          const asked = await ask(client, { text: slowly(WORDS, PACE) });
          acknowledged.push(asked);
          const events: SeenEvent[] = [];
          seen.set(asked.run.id, events);
          // Nobody comes back to this server.
          void followToTheEnd(client, asked.run.id, (event) => {
            if (events.push(event) === BEGUN) begun.resolve();
          }).catch(() => {});
        });
        const asking = Promise.allSettled(questions);
        await (round % 2 === 0 ? sleep(Math.random() * WORDS * PACE * 1.2) : begun.promise);
        await server.crash();
        await asking;
        await client.close();

        const crashedAt = performance.now();
        server = await start();
        starting.push(performance.now() - crashedAt);
        const back = personAt(server, cookie);
        await within(20, 'Ending every run', Promise.all(acknowledged.map((asked) => ended(back, asked.run.id))));
        ending.push(performance.now() - crashedAt);
        for (const asked of acknowledged) {
          const before = seen.get(asked.run.id)!;
          const answer = await checkAnswer(back, asked, before);
          short.push(wordsIn(textOf(before)) - wordsIn(answer.text));
          if (answer.status === 'INTERRUPTED' && answer.text !== '') interrupted = asked;
        }
        await back.close();
      }
      report(`${ROUNDS} kills, ${short.length} answers`, {
        'ms of words short': short.map((words) => words * PACE),
        'ms until ready': starting,
        'ms until all are over': ending,
      });
      expect(Math.max(...short) * PACE).toBeLessThanOrEqual(MAX_LOST);
      await checkContinuing(personAt(server, cookie), interrupted!);
      await server.stop();
      await check();
    },
    60_000 + ROUNDS * 60_000,
  );

  /** Looks into the database itself. */
  async function check(): Promise<void> {
    const opened = await home.open();
    await assertInvariants(opened.fork()).finally(() => opened.close());
  }
});

/** The answer is whole or has its beginning, and can be read again from any place; @param before what was seen of it before the kill. */
async function checkAnswer(
  client: TestClient,
  { session, userMessage, assistantMessage, run }: Asked,
  before: readonly SeenEvent[],
): Promise<{ status: string; text: string }> {
  const messages = await messagesOf(client, session.id);
  expect(messages.map(({ id }) => id)).toEqual([userMessage.id, assistantMessage.id]);
  const [question, answer] = messages as [StoredMessage, StoredMessage];
  expect(question.text).toBe(slowly(WORDS, PACE));
  expect(['COMPLETED', 'INTERRUPTED']).toContain(answer.status);
  if (answer.status === 'COMPLETED') expect(answer.text).toBe(countedWords(WORDS));
  expect(countedWords(WORDS).startsWith(answer.text)).toBe(true);

  const whole = await followToTheEnd(client, run.id);
  expect(textOf(whole)).toBe(answer.text);
  expect(whole.map(({ sequence }) => sequence)).toEqual(whole.map((_, place) => place));
  const { status, lastSequence, usage, session: stored } = await recordOf(client, run.id);
  expect({ status, activeRun: stored.activeRun }).toEqual({ status: answer.status, activeRun: null });
  if (answer.text !== '') expect(usage.completionTokens).toBeGreaterThan(0);
  expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status, sequence: lastSequence });
  const common = Math.min(before.length, whole.length - 1);
  expect(before.slice(0, common)).toEqual(whole.slice(0, common));
  const after = Math.min(3, whole.length - 2);
  expect(await collectRun(client, run.id, after)).toEqual(whole.slice(after + 1));
  // Whoever had seen more than was kept hears that it is over, and nothing again.
  for (const beyond of [lastSequence, lastSequence + 40]) {
    const rest = await collectRun(client, run.id, beyond);
    expect(rest.every(({ __typename, sequence }) => __typename === 'RunEnded' && sequence > beyond)).toBe(true);
  }
  if (status === 'INTERRUPTED') {
    const lost = await collectRun(client, run.id, lastSequence + 40);
    expect(lost).toMatchObject([{ __typename: 'RunEnded', status }]);
  }
  return answer;
}

type StoredMessage = Awaited<ReturnType<typeof messagesOf>>[number];

/** An answer that was interrupted goes on where it stopped. */
async function checkContinuing(client: TestClient, { session, assistantMessage }: Asked): Promise<void> {
  const stored = (await messagesOf(client, session.id))[1]!.text;
  const { continueMessage } = await client.query(
    `mutation ($input: ContinueMessageInput!) { continueMessage(input: $input) { ${payloadFields} } }`,
    { input: { messageId: assistantMessage.id } },
  );
  const events = await collectRun(client, continueMessage.run.id);
  expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  expect(textOf(events).startsWith(stored)).toBe(true);
  expect((await messagesOf(client, session.id))[1]!.text).toBe(textOf(events));
  await client.close();
}

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

async function recordOf(client: TestClient, id: string) {
  const { run } = await client.query(
    'query ($id: ID!) { run(id: $id) { status lastSequence usage { completionTokens } session { activeRun { id } } } }',
    { id },
  );
  return run;
}

/** Resolves when a run is over: at once on the embedded database, when its lease is over on a server. */
const ended = (client: TestClient, id: string): Promise<true> =>
  until(async () => (await recordOf(client, id)).status !== 'RUNNING');
