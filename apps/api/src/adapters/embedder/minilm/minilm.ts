import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ModelError } from '../../../ports/language-model.ts';
import type { Embedder, EmbeddingKind } from '../../../ports/embedder.ts';
import { DIMENSIONS } from './engine.ts';
import type { EmbedRequest, EmbedResponse, MiniLmOptions } from './protocol.ts';

interface Waiting {
  resolve: (vectors: Float32Array[]) => void;
  reject: (error: Error) => void;
}

/**
 * all-MiniLM-L6-v2 in a process of its own: needs no key, no network and no download but the package.
 * A thread would not do: ONNX Runtime loads only once per process, so a thread that died could not be replaced.
 */
export class MiniLmEmbedder implements Embedder {
  readonly id = 'local:all-MiniLM-L6-v2';
  readonly dimensions = DIMENSIONS;
  readonly isEnglishOnly = true;
  readonly maxBatch = 64;
  readonly #options: MiniLmOptions;
  readonly #waiting = new Map<number, Waiting>();
  #precision = 'int8';
  #worker: Promise<ChildProcess> | undefined;
  #lastId = 0;
  #isClosed = false;

  /** @param options `threads` is what one computation may use; left out, all processors but one, at most four. */
  constructor(options: Pick<MiniLmOptions, 'cacheDir' | 'engine'> & { threads?: number }) {
    this.#options = { threads: Math.max(1, Math.min(4, availableParallelism() - 1)), ...options };
  }

  get precision(): string {
    return this.#precision;
  }

  async embed(texts: readonly string[], kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    if (texts.length === 0) return [];
    const worker = await this.#start();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      keepAlive(worker);
      worker.send({ id, texts, isUrgent: kind === 'query' } satisfies EmbedRequest, (error) => {
        if (error) this.#settle({ type: 'failed', id, message: error.message });
      });
    });
  }

  async prepare(): Promise<void> {
    await this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = await this.#worker?.catch(() => undefined);
    worker?.kill();
  }

  /** The running process; one that died is replaced at the next call. */
  #start(): Promise<ChildProcess> {
    if (this.#isClosed) return Promise.reject(unavailable('it was closed'));
    this.#worker ??= this.#open().catch((error: unknown) => {
      this.#worker = undefined;
      throw error;
    });
    return this.#worker;
  }

  #open(): Promise<ChildProcess> {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const path = fileURLToPath(new URL(`./process.${extension}`, import.meta.url));
    const worker = fork(path, [JSON.stringify(this.#options)], { serialization: 'advanced', execArgv: [] });
    return new Promise((resolve, reject) => {
      let hasFailed = false;
      const fail = (error: Error): void => {
        if (hasFailed) return;
        hasFailed = true;
        worker.kill();
        reject(error);
        this.#worker = undefined;
        for (const { reject: refuse } of this.#waiting.values()) refuse(error);
        this.#waiting.clear();
      };
      worker.on('message', (response: EmbedResponse) => {
        if (response.type === 'ready') {
          this.#precision = response.precision;
          letGo(worker);
          resolve(worker);
        } else if (response.type === 'unavailable') {
          fail(unavailable(response.message));
        } else {
          this.#settle(response);
          if (this.#waiting.size === 0) letGo(worker);
        }
      });
      worker.on('error', (error) => fail(unavailable(String(error))));
      worker.on('exit', () => fail(unavailable('its process has ended')));
    });
  }

  #settle(response: Extract<EmbedResponse, { id: number }>): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.type === 'embedded') waiting?.resolve(response.vectors);
    else waiting?.reject(unavailable(response.message));
  }
}

function keepAlive(worker: ChildProcess): void {
  worker.ref();
  worker.channel?.ref();
}

/** While it has nothing to do it keeps no other process alive. */
function letGo(worker: ChildProcess): void {
  worker.unref();
  worker.channel?.unref();
}

const unavailable = (reason: string): ModelError =>
  new ModelError('PROVIDER_UNAVAILABLE', 'The local embedder is unavailable.', { cause: new Error(reason) });
