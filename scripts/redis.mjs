// A Redis of our own for tests and benchmarks: on a free port, in memory alone.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { aptInstall, canInstall } from './apt.mjs';
import { freePort } from './free-port.mjs';

const isInstalled = () => spawnSync('redis-server', ['--version']).status === 0;

/** @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>} */
export async function startRedis() {
  if (!isInstalled() && canInstall()) aptInstall('redis-server');
  if (!isInstalled()) throw new Error('These tests need Redis. Install redis-server, or set TEST_REDIS_URL.');
  const port = await freePort();
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const server = spawn('redis-server', args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  let log = '';
  server.stdout.on('data', (chunk) => (log = (log + chunk).slice(-10_000)));
  const kill = () => server.kill('SIGKILL');
  process.on('exit', kill);
  while (!log.includes('Ready to accept connections')) {
    if (server.exitCode !== null) throw new Error(`Redis did not start:\n${log}`);
    await sleep(50);
  }
  const stop = async () => {
    process.off('exit', kill);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, pid: server.pid, stop };
}
