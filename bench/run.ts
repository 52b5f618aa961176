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

async function measureOnce(start: () => Promise<Contestant>): Promise<Figures> {
  const contestant = await start();
  try {
    return await measure(contestant, sizes, options['skip-held']);
  } finally {
    await contestant.stop();
  }
}

for (let round = 1; round <= rounds; round++) {
  results.pipe.push(await measureOnce(startPipe));
  results.parley.push(await measureOnce(startParley));
  console.error(`Round ${round} of ${rounds}, load of the machine ${loadavg()[0]!.toFixed(1)}`);
  console.error(table(compare(results.pipe.slice(-1), results.parley.slice(-1), aims)));
}
await upstream.stop();

const machine = { cpu: cpus()[0]?.model ?? '', cores: availableParallelism(), node: process.version, load: loadavg() };
const comparisons = compare(results.pipe, results.parley, aims);
console.log(`\nMedians of ${rounds} rounds, ${machine.cores} cores, Node ${machine.node}`);
console.log(table(comparisons));
if (options.output) {
  const report = { date: new Date().toISOString(), machine, sizes, comparisons, rounds: results };
  await writeFile(options.output, `${JSON.stringify(report, null, 2)}\n`);
}
