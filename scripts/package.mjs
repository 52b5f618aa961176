// `node scripts/package.mjs FOLDER`: everything the server needs to run, and nothing else. The Dockerfile copies it.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, failPlainly, prepare, run } from './prepare.mjs';
import { root } from './toolchain.mjs';

const parts = [
  'LICENSE',
  'NOTICE',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'apps/api/package.json',
  'apps/api/dist',
  'apps/web/dist',
  'packages/inputs/package.json',
  'packages/inputs/dist',
  'packages/run-events/package.json',
  'packages/run-events/dist',
];

/**
 * Copies what was built and installs what it needs at run time, in the versions of the lockfile.
 * @param {string} folder empty or new
 */
export async function packageTo(folder, tools) {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`);
  for (const part of parts) {
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const install = ['install', '--prod', '--frozen-lockfile', '--filter', '@parley/api...', '--loglevel=error'];
  const env = { ...tools.env, CI: 'true' };
  if ((await run([tools.node, tools.pnpm, ...install], { cwd: folder, env, quiet: true })) !== 0) {
    throw new Error('Installing the packages for production failed; the reason is above.');
  }
}

async function main() {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('Say where to: node scripts/package.mjs FOLDER');
  const tools = await prepare();
  await build(tools);
  await packageTo(resolve(folder), tools);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main().catch(failPlainly);
