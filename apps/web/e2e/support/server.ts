import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const main = fileURLToPath(new URL('../../../api/dist/main.js', import.meta.url));

export interface RunningServer {
  url: string;
  /** Ends the server and deletes its data. */
  stop(): Promise<void>;
  /** Ends the server without a word and starts it again on the same data and port. */
  restart(): Promise<void>;
}

type Child = ReturnType<typeof spawn>;

async function untilReady(child: Child): Promise<string> {
  const output: string[] = [];
  child.stderr?.on('data', (data: Buffer) => output.push(data.toString()));
  for await (const line of createInterface({ input: child.stdout! })) {
    output.push(line);
    const url = /Parley is ready at (http:\S+)/.exec(line)?.[1];
    if (url) {
      child.stdout!.resume();
      return url.replace(/\/$/, '');
    }
  }
  throw new Error(`The server ended before it was ready:\n${output.join('\n')}`);
}

/** Starts the built API, which serves the built app, over a data folder. */
export async function startIn(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ url: string; end(signal: NodeJS.Signals): Promise<void> }> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], SCRIPTED_MODELS: '1', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await untilReady(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return { url, end };
}

/** Starts it on a free port, with data of its own and nobody in it. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  await cp(inject('dataFolder'), dataDir, { recursive: true });
  let running = await startIn(dataDir, env);
  const { url } = running;
  return {
    url,
    async restart() {
      await running.end('SIGKILL');
      running = await startIn(dataDir, { ...env, PORT: new URL(url).port });
    },
    async stop() {
      await running.end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
