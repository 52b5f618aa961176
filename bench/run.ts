import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Contestant } from './contestant.ts';
import { serversOf } from './database-server.ts';
import { cores, Process } from './processes.ts';
import { compare, embeddedAims, serverAims, table } from './report.ts';
import { type Figures, fullSizes, measure, quickSizes } from './scenarios.ts';

/** Compares Parley with a bare HTTP pipe in one run. See docs/develop/benchmarks.md. */

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    'skip-held': { type: 'boolean', default: false },
    output: { type: 'string' },
  },
});

const sizes = options.quick ? quickSizes : fullSizes;
const aims = process.env['BENCH_DATABASE_URL'] ? serverAims : embeddedAims;
const rounds = options.rounds ? Number(options.rounds) : sizes.rounds;
const results = { pipe: [] as Figures[], parley: [] as Figures[] };

const servers = serversOf(process.env);
const upstream = new Process({ core: cores.load, args: [new URL('servers/upstream.ts', import.meta.url).pathname] });
const upstreamUrl = await upstream.url();
const startPipe = () => Contestant.pipe(upstream, upstreamUrl);
const startParley = () => Contestant.parley(upstream, upstreamUrl, { servers, nodeArguments: [] });

const failures: string[] = [];

async function measureOnce(name: keyof typeof results, round: number, start: () => Promise<Contestant>): Promise<void> {
  const fail = (part: string, error: unknown): void => {
    failures.push(`round ${round}, ${name}, ${part}: ${String(error)}`);
    console.error(`Failed: ${failures.at(-1)}`);
  };
  let contestant: Contestant | undefined;
  try {
    contestant = await start();
    const measured = await measure(contestant, sizes, options['skip-held'], (figure, value) =>
      console.error(`round ${round}, ${name}, ${figure}: ${value.toPrecision(4)}`),
    );
    results[name].push(measured.figures);
    for (const { part, error } of measured.failures) fail(part, error);
  } catch (error) {
    fail('starting', error);
  }
  await contestant?.stop().catch((error: unknown) => fail('stopping', error));
}

for (let round = 1; round <= rounds; round++) {
  await measureOnce('pipe', round, startPipe);
  await measureOnce('parley', round, startParley);
  console.error(`Round ${round} of ${rounds}, load of the machine ${loadavg()[0]!.toFixed(1)}`);
  console.error(table(compare(results.pipe.slice(-1), results.parley.slice(-1), aims)));
}
await upstream.stop();

const machine = { cpu: cpus()[0]?.model ?? '', cores: availableParallelism(), node: process.version, load: loadavg() };
const comparisons = compare(results.pipe, results.parley, aims);
console.log(`\nMedians of ${rounds} rounds, ${machine.cores} cores, Node ${machine.node}`);
console.log(table(comparisons));
if (options.output) {
  const report = { date: new Date().toISOString(), machine, sizes, comparisons, rounds: results, failures };
  await writeFile(options.output, `${JSON.stringify(report, null, 2)}\n`);
}
if (failures.length > 0) {
  console.log(`\nNot measured:\n${failures.map((each) => `  ${each}`).join('\n')}`);
  process.exitCode = 1;
}
