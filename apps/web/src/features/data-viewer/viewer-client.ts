import type { JsonError } from './json-error.ts';
import type { ViewerCalls, ViewerMethod, ViewerRequest, ViewerResponse } from './viewer-protocol.ts';
import { t } from './locales/en.ts';

/** What could not be read or shown, and where. */
export class ViewerProblem extends Error {
  readonly fault: JsonError | null;

  constructor(message: string, fault: JsonError | null) {
    super(message);
    this.fault = fault;
  }
}

/** What a worker found, in the language that is shown. */
const problemText = (fault: JsonError | null): string =>
  fault ? t(fault.code, { token: fault.token }) : t('tooLarge');

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (problem: ViewerProblem) => void;
}

/** Reads data in a worker, so that 30 MB leave the page as it was. Close it when it is no longer shown. */
export class ViewerClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#worker = new Worker(new URL('viewer.worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<ViewerResponse>) => this.#settle(data));
    this.#worker.addEventListener('error', () => this.#fail(t('noMemory')));
  }

  /** @throws ViewerProblem */
  call<M extends ViewerMethod>(method: M, ...args: ViewerCalls[M]['args']): Promise<ViewerCalls[M]['answer']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      const transferred = args.filter((arg) => arg instanceof ArrayBuffer);
      this.#worker.postMessage({ id, method, args } satisfies ViewerRequest<M>, transferred);
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#fail(t('readFailed'));
  }

  #settle({ id, answer, problem }: ViewerResponse): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (problem) waiting?.reject(new ViewerProblem(problemText(problem.fault), problem.fault));
    else waiting?.resolve(answer);
  }

  #fail(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new ViewerProblem(message, null));
    this.#waiting.clear();
  }
}
