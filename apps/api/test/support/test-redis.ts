import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

/** The Redis that tests may use, each with keys of its own; undefined where there is none. */
export const testRedisUrl = process.env['TEST_REDIS_URL'];

/** Whether tests can start a Redis of their own, to stop it. */
export const canStartRedis = testRedisUrl !== undefined && spawnSync('redis-server', ['--version']).status === 0;

/** A Redis for tests that stop it: in memory alone, always on the same port. */
export class RedisServer {
  readonly port: number;
  #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#child = child;
  }

  /** Starts one on a free port. */
  static async start(): Promise<RedisServer> {
    const port = await freePort();
    return new RedisServer(port, await run(port));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends it as a crash does. */
  async crash(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }

  /** Starts it again, empty. */
  async restart(): Promise<void> {
    this.#child = await run(this.port);
  }

  /** It answers nothing, and its connections stay open. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }
}

async function run(port: number): Promise<ChildProcess> {
  const memoryOnly = ['--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...memoryOnly], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  let log = '';
  for await (const chunk of child.stdout) {
    log += String(chunk);
    if (log.includes('Ready to accept connections')) break;
  }
  if (child.exitCode !== null) throw new Error(`Redis did not start:\n${log}`);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
