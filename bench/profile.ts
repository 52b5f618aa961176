import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contestant } from './contestant.ts';
import { serversOf } from './database-server.ts';
import { cores, Process } from './processes.ts';

/** Shows where Parley spends its CPU: `node bench/profile.ts paced`, `flat` or `first`, and how many streams. */

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
  startTime: number;
}

const tasks = {
  paced: { kind: 'paced', slots: 100, rate: 20, rampMs: 3_000, windowMs: 8_000 },
  flat: { kind: 'flat out', slots: 16, tokens: 50_000 },
  first: { kind: 'first token', slots: 100 },
} as const;
const SHOWN = 45;

const [name = 'paced', slots] = process.argv.slice(2);
const known = tasks[name as keyof typeof tasks];
const task = { ...known, slots: Number(slots ?? known.slots) };
const folder = await mkdtemp(join(tmpdir(), 'parley-profile-'));
const upstream = new Process({ core: cores.load, args: [new URL('servers/upstream.ts', import.meta.url).pathname] });
const parley = await Contestant.parley(upstream, await upstream.url(), {
  servers: serversOf(process.env),
  nodeArguments: ['--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', folder],
});
await parley.perform(task);
const measured = await parley.perform(task);
await parley.stop();
await upstream.stop();
console.log(
  `${measured.cpuMsPerThousandTokens.toFixed(2)} ms of CPU per 1,000 tokens, ${measured.databaseMsPerThousandTokens.toFixed(2)} ms of the database, ` +
    `${measured.latencies.p50.toFixed(2)} ms (median), ${measured.latencies.p99.toFixed(2)} ms (p99)`,
);
for (const file of await readdir(folder)) show(JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile);
await rm(folder, { recursive: true });

/** The functions of one thread with the most time of their own between the marks. */
function show({ nodes, samples, timeDeltas, startTime }: CpuProfile): void {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.split('/').slice(-2).join('/');
      return [id, `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`];
    }),
  );
  const own = new Map<string, number>();
  let time = startTime;
  samples.forEach((id, index) => {
    time += timeDeltas[index]!;
    if (time < measured.beganAt || time > measured.endedAt) return;
    const name = names.get(id)!;
    own.set(name, (own.get(name) ?? 0) + timeDeltas[index]! / 1_000);
  });
  console.log(`\nA thread, ${((measured.endedAt - measured.beganAt) / 1_000).toFixed(0)} ms`);
  for (const [name, ms] of [...own].sort((a, b) => b[1] - a[1]).slice(0, SHOWN))
    console.log(`${ms.toFixed(1).padStart(9)}  ${name}`);
}
