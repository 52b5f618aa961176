import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ParleyAccount } from './client/parley-account.ts';
import { RunSocket } from './client/run-socket.ts';
import { cores, Process } from './processes.ts';

/** How long 1,000 sockets take to come back in one second, and how the server's event loop fares. See docs/develop/faults.md. */

const PEOPLE = 50;
const SOCKETS_EACH = 20;
/** The sockets come evenly spread over this time, in milliseconds. */
const SPREAD = 1_000;

const { values } = parseArgs({ options: { postgres: { type: 'string' } } });
const dataDir = await mkdtemp(join(tmpdir(), 'parley-reconnects-'));

const listening = Promise.withResolvers<string>();
let output = '';
const server = new Process({
  core: cores.server,
  args: [new URL('../apps/api/dist/main.js', import.meta.url).pathname],
  env: {
    PORT: '0',
    DATA_DIR: dataDir,
    SCRIPTED_MODELS: '1',
    EMBEDDER: 'none',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_MULTIPLIER: '1000',
    DATABASE_URL: values.postgres ?? '',
  },
  onOutput: (text) => {
    output += text;
    const url = /Parley is ready at (\S+)/.exec(output)?.[1];
    if (url) listening.resolve(url);
  },
});
server.child.once('exit', (code) => listening.reject(new Error(`Parley stopped with code ${code}.`)));

/** The p99 and the maximum of the event loop's delay since the last reading, in milliseconds. */
async function readLag(url: string): Promise<{ p99: number; max: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (name: string): number =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text)?.[1]) * 1_000;
  return { p99: of('p99'), max: of('max') };
}

try {
  const url = await listening.promise;
  const people: { cookie: string; runId: string }[] = [];
  for (let index = 0; index < PEOPLE; index++) {
    const account = await ParleyAccount.signUp(url);
    const session = await account.createSession('scripted:echo');
    const text = `/script ${JSON.stringify({ text: 'word '.repeat(200) })}`;
    people.push({ cookie: account.cookie, runId: await account.sendMessage(session, text) });
  }
  await readLag(url);
  const start = performance.now();
  const times = await Promise.all(
    Array.from({ length: PEOPLE * SOCKETS_EACH }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index / (PEOPLE * SOCKETS_EACH)) * SPREAD));
      const { cookie, runId } = people[index % PEOPLE]!;
      const began = performance.now();
      const socket = await RunSocket.open(url, cookie);
      await socket.watch(runId, () => {});
      return performance.now() - began;
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  const lag = await readLag(url);
  times.sort((one, other) => one - other);
  const at = (share: number): string => times[Math.ceil(times.length * share) - 1]!.toFixed(0);
  process.stdout.write(
    `${times.length} sockets back after ${seconds.toFixed(1)} s; each in ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)\n` +
      `event loop lag ${lag.p99.toFixed(0)} ms (p99), ${lag.max.toFixed(0)} ms (longest)\n`,
  );
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
