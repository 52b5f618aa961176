// `npm test`: all set-up, then every check, also after one has failed. The last line is the sum.
// `npm test -- static` (or `tests`, `browser`, or part of a check's name) runs some of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from './checks.mjs';
import { failPlainly, prepare } from './prepare.mjs';
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
  process.stdout.write(`\n── ${check.name}\n`);
  const since = performance.now();
  let result = { passed: 0, failed: 1 };
  try {
    result = await check.run(tools);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  const summary = { ...result, name: check.name, time: seconds(since) };
  process.stdout.write(`${describe(summary)}\n`);
  return summary;
}

const describe = ({ name, passed, failed, time }) =>
  `${failed === 0 ? '✓' : '✗'} ${name}: ${failed === 0 ? '' : `${failed} failed, `}${passed} passed (${time})`;

async function main() {
  const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
  const chosen = checks.filter(
    ({ name, group }) =>
      wanted.length === 0 || wanted.some((word) => word === group || name.toLowerCase().includes(word)),
  );
  const since = performance.now();
  const tools = await prepare();
  tools.env = neutral(tools.env);
  const results = [];
  for (const check of chosen) results.push(await runCheck(check, tools));

  process.stdout.write(`\n── Summary (${seconds(since)})\n${results.map(describe).join('\n')}\n`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.exitCode = sum('failed') === 0 && results.length > 0 ? 0 : 1;
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
}

main().catch(failPlainly);
