// Starts what the Docker image holds, as the image does: production packages only, nobody in particular, one data folder.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageTo } from './package.mjs';

const NOBODY = 65_534;
const START_MS = 120_000;

/**
 * @returns {Promise<void>}
 * @throws Error that says what is wrong with the package
 */
export async function checkPackagedServer(tools) {
  const scratch = mkdtempSync(join(tmpdir(), 'parley-package-'));
  try {
    const [app, data, node] = ['app', 'data', 'node'].map((name) => join(scratch, name));
    await packageTo(app, tools);
    for (const tool of ['typescript', 'vitest', 'vite']) {
      if (existsSync(join(app, 'apps/api/node_modules', tool))) throw new Error(`${tool} is in the package.`);
    }
    chmodSync(scratch, 0o755);
    // The one of the tests may be where nobody else can read.
    copyFileSync(tools.node, node);
    mkdirSync(data);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(data, NOBODY, NOBODY);
    const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    await startAndStop(node, { cwd: join(app, 'apps/api'), env: settings(data), ...identity });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const settings = (data) => ({ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', DATA_DIR: data, HOME: data });

async function startAndStop(node, options) {
  const server = spawn(node, ['dist/main.js'], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const ended = new Promise((resolve) => server.once('exit', (code, signal) => resolve(code ?? signal)));
    const url = await addressOf(server, ended);
    for (const [path, type] of [
      ['/api/health/ready', 'application/json'],
      ['/', 'text/html'],
    ]) {
      const response = await fetch(url + path);
      const given = response.headers.get('content-type') ?? '';
      if (!response.ok || !given.startsWith(type)) throw new Error(`${path} answered ${response.status} ${given}`);
    }
    server.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`It ended with ${code} when it was told to stop.`);
  } finally {
    server.kill('SIGKILL');
  }
}

function addressOf(server, ended) {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It was not ready in time:\n${output}`)), START_MS);
    const read = (chunk) => {
      output += chunk;
      const url = /ready at (\S+)/.exec(output)?.[1];
      if (url) resolve(url);
      if (url) clearTimeout(timer);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${code}:\n${output}`));
    });
  });
}
