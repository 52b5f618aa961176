import { type ChildProcess, fork } from 'node:child_process';
import { ParleyError } from '../../kernel/errors.ts';
import type { Answer, Request } from './protocol.ts';

export interface ReaderLimits {
  /** Memory of one reading process, in bytes. */
  maxMemory: number;
  /** How long it may work on one file, in milliseconds; waiting for us does not count. */
  maxTime: number;
}

/** A process that reads one file after the other, and is killed when it takes too much. */
export class ReaderProcess {
  readonly #child: ChildProcess;
  readonly #limits: ReaderLimits;
  #settle: ((answer: Answer | null) => void) | undefined;
  #timeLeft = 0;
  #isAlive = true;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const heap = Math.round((limits.maxMemory / 1024 / 1024) * 0.75);
    this.#child = fork(new URL(`./process.${extension}`, import.meta.url), [String(limits.maxMemory)], {
      execArgv: [`--max-old-space-size=${heap}`, '--disable-warning=ExperimentalWarning'],
      // Nothing of our settings: there may be keys in them.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (answer: Answer) => this.#settle?.(answer));
    this.#child.on('error', () => this.#end());
    this.#child.on('exit', () => this.#end());
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Gives the next answer. @throws ParleyError FILE_TOO_COMPLEX when the process died or took too long. */
  async ask(request: Request, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    if (request.type === 'read') this.#timeLeft = this.#limits.maxTime;
    const startedAt = performance.now();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.kill();
    }, this.#timeLeft);
    const abort = (): void => this.kill();
    signal.addEventListener('abort', abort);
    const answer = await this.#exchange(request);
    signal.removeEventListener('abort', abort);
    clearTimeout(timer);
    this.#timeLeft -= performance.now() - startedAt;
    signal.throwIfAborted();
    if (answer) return answer;
    const what = isLate
      ? `longer than ${this.#limits.maxTime / 1_000} s`
      : `more than ${Math.round(this.#limits.maxMemory / 1024 / 1024)} MB of memory`;
    throw new ParleyError('FILE_TOO_COMPLEX', `Reading the file took ${what}. Simplify or split it.`);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #exchange(request: Request): Promise<Answer | null> {
    if (!this.#isAlive) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#child.send(request, (error) => error && this.kill());
    });
  }

  #end(): void {
    this.#isAlive = false;
    this.#settle?.(null);
  }
}
