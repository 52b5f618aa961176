// `npm test`: all set-up, then every check, also after one has failed. The last line is the sum.
// `npm test -- static` (or `tests`, `browser`, or part of a check's name) runs some of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from './checks.mjs';
import { build, failPlainly, prepare } from './prepare.mjs';
import { startServices } from './services.mjs';
import { root } from './toolchain.mjs';

/** The environment without what would change results: settings of Parley, and options for Node and Vitest. */
function neutral(env) {
  const table = readFileSync(join(root, 'docs/operate/settings.md'), 'utf8');
  const settings = new Set(Array.from(table.matchAll(/^\| `([A-Z_]+)`/gm), ([, name]) => name));
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !settings.has(name) && !/^(NODE_OPTIONS|VITEST.*|PARLEY_.*)$/.test(name)),
  );
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function runCheck(check, tools) {
  const mark = tools.label ? `${tools.label} │ ` : '';
  process.stdout.write(`\n${mark}── ${check.name}\n`);
  const since = performance.now();
  let result = { passed: 0, failed: 1 };
  try {
    result = await check.run(tools);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  const summary = { ...result, name: check.name, time: seconds(since) };
  process.stdout.write(`${mark}${describe(summary)}\n`);
  return summary;
}

const describe = ({ name, passed, failed, time }) =>
  `${failed === 0 ? '✓' : '✗'} ${name}: ${failed === 0 ? '' : `${failed} failed, `}${passed} passed (${time})`;

/** Does it when somebody first asks for it, for all who do. */
function once(work) {
  let done;
  return Object.assign(() => (done ??= work()), { isBegun: () => done !== undefined });
}

/** Runs checks one after the other. */
async function runTrack(track, tools) {
  const results = [];
  for (const check of track) results.push(await runCheck(check, tools));
  return results;
}

/** Two tracks side by side. What breaks things on purpose, and the browser, have the machine to themselves. */
async function runAll(chosen, tools) {
  const tracks = [false, true].map((isBeside) => chosen.filter((check) => Boolean(check.isBeside) === isBeside));
  const isShared = tracks.every(({ length }) => length > 0);
  const labels = isShared ? ['A', 'B'] : [];
  const results = await Promise.all(tracks.map((track, index) => runTrack(track, { ...tools, label: labels[index] })));
  const byName = new Map(results.flat().map((result) => [result.name, result]));
  return chosen.map(({ name }) => byName.get(name));
}

async function main() {
  const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
  const chosen = checks.filter(
    ({ name, group }) =>
      wanted.length === 0 || wanted.some((word) => word === group || name.toLowerCase().includes(word)),
  );
  const since = performance.now();
  const tools = await prepare();
  tools.env = neutral(tools.env);
  tools.built = once(() => build(tools));
  tools.services = once(startServices);
  // What goes wrong with it, the check says that needs it.
  for (const { ahead } of chosen) ahead?.(tools).catch(() => {});
  const results = await runAll(chosen, tools);
  // Where they did not start, the checks have said why.
  if (tools.services.isBegun())
    await tools.services().then(
      (services) => services.stop(),
      () => {},
    );

  process.stdout.write(`\n── Summary (${seconds(since)})\n${results.map(describe).join('\n')}\n`);
  const slowest = results
    .flatMap(({ files = [] }) => files)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, 10);
  if (slowest.length > 0)
    process.stdout.write(
      `\nSlowest files\n${slowest.map(({ file, seconds: time }) => `${time.toFixed(1).padStart(6)} s  ${file}`).join('\n')}\n`,
    );
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.exitCode = sum('failed') === 0 && results.length > 0 ? 0 : 1;
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
}

main().catch(failPlainly);
