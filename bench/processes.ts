import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The core of the server that is measured, and the one of everything around it. */
export const cores = { server: 0, load: 1 };

export const canPin = availableParallelism() > 1 && hasTaskset();
/** Clock ticks a second of /proc; Linux has used this value on all common machines for decades. */
const TICKS = 100;
const PAGE_KB = 4;

export interface StartOptions {
  core: number;
  args: string[];
  env?: Record<string, string>;
  /** Passes the server's standard output on to this instead of IPC. */
  onOutput?: (text: string) => void;
  /** Passes its standard error on to this instead of ours. */
  onError?: (text: string) => void;
}

/** A Node process of its own, on one core where the system can pin it. */
export class Process {
  readonly child: ChildProcess;

  constructor({ core, args, env, onOutput, onError }: StartOptions) {
    const command = canPin ? ['taskset', '-c', String(core), process.execPath, ...args] : [process.execPath, ...args];
    this.child = spawn(command[0]!, command.slice(1), {
      env: { ...process.env, ...env },
      stdio: onOutput ? ['ignore', 'pipe', onError ? 'pipe' : 'inherit'] : ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child.stdout?.on('data', (bytes: Buffer) => onOutput?.(bytes.toString()));
    this.child.stderr?.on('data', (bytes: Buffer) => onError?.(bytes.toString()));
  }

  /** The first message over IPC: where it listens. */
  async url(): Promise<string> {
    const [{ port }] = (await once(this.child, 'message')) as [{ port: number }];
    return `http://127.0.0.1:${port}`;
  }

  /** Seconds of CPU used so far by all its threads. */
  get cpuSeconds(): number {
    return cpuSecondsOf(this.child.pid!, false);
  }

  /** Memory in KB that is in RAM. */
  get residentKb(): number {
    return Number(readFileSync(`/proc/${this.child.pid}/statm`, 'utf8').split(' ')[1]) * PAGE_KB;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

/** Seconds of CPU a process has used, with those of its children that have ended if they are asked for; 0 when it is gone. */
export function cpuSecondsOf(pid: number, withEndedChildren: boolean): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number);
    const ticks = fields.slice(11, withEndedChildren ? 15 : 13);
    return ticks.reduce((sum, each) => sum + each, 0) / TICKS;
  } catch {
    return 0;
  }
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
