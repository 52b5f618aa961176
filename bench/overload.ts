import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ParleyAccount, Refusal } from './client/parley-account.ts';
import { SharedSocket } from './client/shared-socket.ts';
import { cores, Process } from './processes.ts';
import { percentile } from './statistics.ts';

/**
 * Far more questions at once than there is room for: what is taken, what is refused, and whether what watchers are told is what is
 * stored. Each figure is printed as soon as it is known. See docs/develop/faults.md.
 */

const { values } = parseArgs({
  options: {
    questions: { type: 'string', default: '1500' },
    spread: { type: 'string', default: '2000' },
    postgres: { type: 'string' },
    pool: { type: 'string', default: '10' },
  },
});
const QUESTIONS = Number(values.questions);
/** The questions come evenly spread over this time, in milliseconds. */
const SPREAD = Number(values.spread);
/** Subscriptions of a socket. */
const RUNS_PER_SOCKET = 40;
/** Requests under way at a time before and after. */
const AT_ONCE = 16;
/** How long the last answer may take, in milliseconds. */
const PATIENCE = 120_000;
const answer = `/script ${JSON.stringify({ text: 'word '.repeat(60), delayMs: 50 })}`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Does the same with all, a few at a time. */
async function withAll<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let first = 0; first < all.length; first += AT_ONCE)
    results.push(...(await Promise.all(all.slice(first, first + AT_ONCE).map(work))));
  return results;
}

function counted(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}

const dataDir = await mkdtemp(join(tmpdir(), 'parley-overload-'));
const listening = Promise.withResolvers<string>();
let output = '';
let log = '';
const server = new Process({
  core: cores.server,
  args: [new URL('../apps/api/dist/main.js', import.meta.url).pathname],
  env: {
    PORT: '0',
    DATA_DIR: dataDir,
    SCRIPTED_MODELS: '1',
    EMBEDDER: 'none',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MULTIPLIER: '1000000',
    DATABASE_URL: values.postgres ?? '',
    DATABASE_POOL: values.pool,
  },
  onOutput: (text) => {
    output += text;
    const url = /Parley is ready at (\S+)/.exec(output)?.[1];
    if (url) listening.resolve(url);
  },
  onError: (text) => void (log += text),
});
server.child.once('exit', (code) => listening.reject(new Error(`Parley stopped with code ${code}.\n${log}`)));

interface Slot {
  account: ParleyAccount;
  socket: SharedSocket;
  sessionId: string;
}

interface Taken {
  slot: Slot;
  runId: string;
  told: Promise<string>;
}

try {
  const url = await listening.promise;
  const people = await withAll(Array.from({ length: Math.ceil(QUESTIONS / RUNS_PER_SOCKET) }), async () => {
    const account = await ParleyAccount.signUp(url);
    return { account, socket: await SharedSocket.open(url, account.cookie) };
  });
  const slots = await withAll(
    Array.from({ length: QUESTIONS }, (_, index) => index),
    async (index): Promise<Slot> => {
      const person = people[Math.floor(index / RUNS_PER_SOCKET)]!;
      return { ...person, sessionId: await person.account.createSession('scripted:echo') };
    },
  );

  const taken: Taken[] = [];
  const times = { taken: [] as number[], refused: [] as number[] };
  const refusals: string[] = [];
  let hasRetryAfter = 0;
  await Promise.all(
    slots.map(async (slot, index) => {
      await sleep((index / QUESTIONS) * SPREAD);
      const began = performance.now();
      try {
        const runId = await slot.account.sendMessage(slot.sessionId, answer, randomUUID());
        times.taken.push(performance.now() - began);
        taken.push({ slot, runId, told: slot.socket.endOf(runId) });
      } catch (error) {
        times.refused.push(performance.now() - began);
        refusals.push(
          error instanceof Refusal ? `${error.code} (${error.message.replaceAll(/\d+/g, 'N')})` : String(error),
        );
        if (error instanceof Refusal && error.retryAfter !== undefined) hasRetryAfter++;
      }
    }),
  );
  const ms = (all: readonly number[]): string =>
    `${percentile(all, 0.5).toFixed(0)} ms (p50), ${percentile(all, 0.99).toFixed(0)} ms (p99)`;
  say(`${QUESTIONS} questions within ${SPREAD} ms`);
  say(`acknowledged: ${taken.length}, after ${ms(times.taken)}`);
  say(
    `refused: ${refusals.length}, after ${ms(times.refused)}; ${hasRetryAfter} with when to come again: ${counted(refusals)}`,
  );

  const late = sleep(PATIENCE, 'no end', { ref: false });
  const told = await Promise.all(taken.map((each) => Promise.race([each.told, late])));
  say(`told: ${counted(told)}`);
  const stored = await withAll(taken, ({ slot, runId }) => slot.account.statusOf(runId));
  say(`stored: ${counted(stored)}`);
  say(
    `told otherwise than stored: ${counted(told.flatMap((end, index) => (end === stored[index] ? [] : [`${end}/${stored[index]}`])))}`,
  );
  const lines = log.split('\n').filter(Boolean);
  const messages = lines.map((line) => (line.startsWith('{') ? (JSON.parse(line) as { msg: string }).msg : 'not JSON'));
  say(`lines in the log: ${lines.length}: ${counted(messages)}`);
  for (const { socket } of people) socket.close();
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
