// The set-up that `npm start`, `npm test` and `npm run dev` share: toolchain, packages, build.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compressFolder } from './compress.mjs';
import { hashOfDependencies, hashOfSources } from './source-hash.mjs';
import { root, step, toolchain } from './toolchain.mjs';

const installStamp = join(root, 'node_modules', '.parley-install');
const buildStamp = join(root, '.build-stamp');

/**
 * Runs a program to its end.
 * @param {string[]} command program and arguments
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv, quiet?: boolean, label?: string }} options quiet: output is only shown on
 *   failure; label: what its lines begin with, where others write at the same time
 * @returns {Promise<number>} exit code
 */
export async function run([program, ...args], { cwd = root, env, quiet = false, label }) {
  const isShared = quiet || label !== undefined;
  const child = spawn(program, args, {
    cwd,
    env: label !== undefined && process.stdout.isTTY ? { ...env, FORCE_COLOR: '1' } : env,
    stdio: ['ignore', ...(isShared ? ['pipe', 'pipe'] : ['inherit', 'inherit'])],
  });
  const output = [];
  if (quiet) for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  else if (isShared) {
    const say = (line) => line && process.stdout.write(`${label} │ ${line}\n`);
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', say);
  }
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) process.stderr.write(Buffer.concat(output));
  return code;
}

/** How often a long step says that it is still working, in seconds. */
const SAY_EVERY = 15;

/**
 * Says what is done and, while it takes long, that it still is.
 * @template T
 * @param {string} text for people
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withProgress(text, work) {
  step(text);
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  const saying = setInterval(() => step(`  still working, ${seconds()} s`), SAY_EVERY * 1000);
  try {
    const result = await work();
    step(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(saying);
  }
}

async function must(what, command, options) {
  if ((await run(command, options)) !== 0) throw new Error(`${what} failed; the reason is above.`);
}

const isCurrent = (stamp, hash, paths) =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && paths.every((path) => existsSync(join(root, path)));

/** Installs the packages of the lockfile, unless they are there. */
async function install(tools) {
  const hash = hashOfDependencies();
  if (isCurrent(installStamp, hash, ['apps/api/node_modules', 'apps/web/node_modules'])) return;
  const command = [tools.node, tools.pnpm, 'install', '--frozen-lockfile', '--loglevel=error'];
  // CI: never asks anything, also where there is nobody to answer.
  const options = { env: { ...tools.env, CI: 'true' } };
  await withProgress('Installing packages, once', () => must('Installing packages', command, options));
  writeFileSync(installStamp, hash);
}

const bin = (tools, app, path) => [tools.node, join(root, app, 'node_modules', path)];

async function buildApi(tools) {
  for (const folder of ['packages/inputs', 'packages/run-events', 'apps/api']) {
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
    const command = [...bin(tools, folder, 'typescript/bin/tsc'), '-p', 'tsconfig.build.json'];
    await must(`Building ${folder}`, command, { cwd: join(root, folder), env: tools.env, quiet: true });
  }
}

async function buildWeb(tools) {
  const cwd = join(root, 'apps/web');
  const vite = [...bin(tools, 'apps/web', 'vite/bin/vite.js'), 'build'];
  const options = { cwd, env: tools.env, quiet: true };
  await must('Building the app', vite, options);
  await must('Building the playground', [...vite, '--config', 'vite.playground.config.ts'], options);
  await compressFolder(join(cwd, 'dist'));
}

/** Builds both apps, unless they are built from these very sources. */
export async function build(tools) {
  const hash = hashOfSources();
  const results = [
    'packages/inputs/dist/index.js',
    'packages/run-events/dist/index.js',
    'apps/api/dist/main.js',
    'apps/web/dist/playground.html',
  ];
  if (isCurrent(buildStamp, hash, results)) return;
  rmSync(buildStamp, { force: true });
  await withProgress('Building the server and the app', () => Promise.all([buildApi(tools), buildWeb(tools)]));
  writeFileSync(buildStamp, hash);
}

/**
 * Makes sure that Node, pnpm and all packages are there.
 * @returns {Promise<ReturnType<typeof toolchain>>} how to run them
 */
export async function prepare() {
  const tools = toolchain();
  // Installing and building are the same whatever NODE_ENV says: 'production' would leave out the tools they need.
  delete tools.env.NODE_ENV;
  await install(tools);
  return tools;
}

/** Ends the process with a plain message instead of a stack. */
export function failPlainly(error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
