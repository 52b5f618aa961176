import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const apiFolder = fileURLToPath(new URL('../../', import.meta.url));

/** How to run a program of the server with Node, in its folder: from source, or as it was built with TEST_BUILT=1. */
export const programOf = (name: 'main' | 'maintenance'): string[] =>
  process.env['TEST_BUILT']
    ? [`dist/${name}.js`]
    : ['--conditions=development', '--import', '@swc-node/register/esm-register', `src/${name}.ts`];

const running = new Set<ChildProcess>();

/** The server as its own process, for what ends processes. */
export class ServerProcess {
  readonly url: string;
  /** What it has written so far, to standard output and error. */
  readonly output: () => string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | NodeJS.Signals>;

  private constructor(child: ChildProcess, url: string, exit: Promise<number | NodeJS.Signals>, output: () => string) {
    this.#child = child;
    this.url = url;
    this.output = output;
    this.#exit = exit;
  }

  /**
   * Starts it and waits until it says that it is ready.
   * @throws Error with what it wrote when it ends before.
   */
  static async start(settings: Record<string, string>): Promise<ServerProcess> {
    const child = spawn(process.execPath, programOf('main'), {
      cwd: apiFolder,
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        LOG_LEVEL: 'silent',
        SCRIPTED_MODELS: '1',
        RATE_LIMIT_MULTIPLIER: '1000',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const ready = new Promise<string>((resolve) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const url = /ready at (\S+)/.exec(output)?.[1];
        if (url) resolve(url);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
    const failed = exit.then((code): never => {
      throw new Error(`The server ended with ${code}:\n${output}`);
    });
    failed.catch(() => {});
    return new ServerProcess(child, await Promise.race([ready, failed]), exit, () => output);
  }

  /** Its resident memory in megabytes, where the system tells (Linux). */
  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
  }

  /** It does nothing and notices nothing, like a laptop that sleeps. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it as a crash does, and waits until it is gone. */
  async crash(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Ends whatever was started, ready or not. */
  static async crashAll(): Promise<void> {
    const ended = [...running].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    running.clear();
    await Promise.all(
      ended.map(async (child) => {
        const exit = once(child, 'exit');
        child.kill('SIGKILL');
        await exit;
      }),
    );
  }

  /** Asks it to stop. @returns its exit code. */
  stop(): Promise<number | NodeJS.Signals> {
    this.#child.kill('SIGTERM');
    return this.#exit;
  }
}
