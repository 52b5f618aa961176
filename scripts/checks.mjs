// The checks of `npm test`, in order. `run` resolves to how many passed and failed.
// What nothing can disturb, the build and the image, has a track of its own beside the others.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { generate } from './generate.mjs';
import { brokenLinks } from './links.mjs';
import { checkPackagedServer } from './packaged-server.mjs';
import { run } from './prepare.mjs';
import { root } from './toolchain.mjs';

/**
 * @typedef {{ passed: number, failed: number, files?: { file: string, seconds: number }[] }} Result
 * files: how long each file of tests took
 */
/**
 * @typedef {{ name: string, group: 'static' | 'tests' | 'browser', isBeside?: boolean, ahead?: (tools: object) => Promise<unknown>, run: (tools: object) => Promise<Result> }} Check
 * isBeside: runs in the second track; ahead: what is begun at once, so that it is there when its turn comes
 */

const one = (isGood) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 });

/** A check that is one program; what it says is shown when it fails. */
const program = (name, ...command) => ({
  name,
  group: 'static',
  run: async (tools) => one((await run(command, { env: tools.env, quiet: true })) === 0),
});

const types = (project) => ({
  name: `Types of ${project}`,
  group: 'static',
  run: async (tools) => {
    const command = [tools.node, tools.pnpm, '--silent', '--filter', project, 'run', 'typecheck'];
    return one((await run(command, { env: tools.env, quiet: true })) === 0);
  },
});

async function isFresh(tools) {
  const changed = await generate(tools);
  if (changed.length > 0) process.stderr.write(`Not up to date, and made anew just now:\n  ${changed.join('\n  ')}\n`);
  return one(changed.length === 0);
}

function linksExist() {
  const broken = brokenLinks();
  if (broken.length > 0) process.stderr.write(`These links lead nowhere:\n  ${broken.join('\n  ')}\n`);
  return one(broken.length === 0);
}

/** Runs Vitest in a folder and counts its tests; a file that does not even load counts as a failed one. */
async function vitest(tools, folder, args = [], env = tools.env) {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const report = join(scratch, 'report.json');
  const command = [tools.node, join(root, folder, 'node_modules/vitest/vitest.mjs'), 'run', ...args];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run([...command, ...reporters], { cwd: join(root, folder), env, label: tools.label });
  try {
    const results = JSON.parse(readFileSync(report, 'utf8'));
    return { ...countTests(results, code), files: timesOf(folder, results) };
  } catch {
    return one(false);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** How long each file took, in seconds. */
const timesOf = (folder, { testResults }) =>
  testResults.map(({ name, startTime, endTime }) => ({
    file: `${folder}/${relative(join(root, folder), name)}`,
    seconds: (endTime - startTime) / 1000,
  }));

function countTests({ numPassedTests, numFailedTests, testResults }, code) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + unloaded.length;
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

const tests = (name, folder) => ({ name, group: 'tests', run: (tools) => vitest(tools, folder) });

const servers = (tools) => tools.services();

/** On the embedded database, and what keeps and streams again on PostgreSQL and Redis. */
async function apiTests(tools, args) {
  const [services] = await Promise.all([tools.services(), tools.built()]);
  return vitest(tools, 'apps/api', args, { ...tools.env, ...services.env, TEST_BUILT: '1' });
}

async function browserTests(tools) {
  const browser = ensureBrowser();
  await tools.built();
  return vitest(tools, 'apps/web', ['--config', 'vitest.e2e.config.ts'], { ...tools.env, CHROMIUM_PATH: browser });
}

/** Folders of tests that break things and wait until they are whole again. */
const faultFolders = ['test/faults', 'test/instances'];

/** @type {readonly Check[]} */
export const checks = [
  program('Format', 'oxfmt', '--check'),
  program('Lint', 'oxlint'),
  types('@parley/inputs'),
  types('@parley/run-events'),
  types('@parley/graphql'),
  types('@parley/api'),
  types('@parley/web'),
  types('@parley/bench'),
  program('Boundaries', 'depcruise', 'apps', 'packages', 'bench', '--output-type', 'err-long'),
  program('Dead code', 'knip'),
  { name: 'Links in documents', group: 'static', run: async () => linksExist() },
  { name: 'Generated is fresh', group: 'static', run: isFresh },
  { name: 'Build', group: 'tests', isBeside: true, run: (tools) => tools.built().then(() => one(true)) },
  {
    name: 'What the Docker image holds starts and stops',
    group: 'tests',
    isBeside: true,
    run: (tools) =>
      tools
        .built()
        .then(() => checkPackagedServer(tools))
        .then(() => one(true)),
  },
  tests('Run events: unit and property tests', 'packages/run-events'),
  tests('Inputs: unit tests', 'packages/inputs'),
  tests('App: unit and component tests', 'apps/web'),
  {
    name: 'API: faults and instances',
    group: 'tests',
    ahead: servers,
    run: (tools) => apiTests(tools, [...faultFolders, '--maxWorkers=3']),
  },
  {
    name: 'API: unit, contract, GraphQL and scenarios',
    group: 'tests',
    ahead: servers,
    run: (tools) =>
      apiTests(
        tools,
        faultFolders.map((folder) => `--exclude=${folder}/**`),
      ),
  },
  { name: 'Browser: the built product', group: 'browser', run: browserTests },
];
