import { chmod, mkdir } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { EmbeddedDatabaseOptions, WorkerRequest, WorkerResponse } from './protocol.ts';
import { PgliteSocket } from './pglite-socket.ts';

/**
 * PostgreSQL as WebAssembly (PGlite) in a worker thread, reached through PostgreSQL's own wire
 * protocol: `pg` and everything built on it talks to it as to a server. It is one session, so a
 * pool must have one connection. See docs/decisions/0003-embedded-database.md.
 */
export class EmbeddedDatabase {
  readonly #worker: Worker;
  readonly #pending: { resolve: (response: WorkerResponse) => void; reject: (error: Error) => void }[] = [];
  #failure: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (response: WorkerResponse) => this.#settle(response));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('The embedded database has stopped.')));
  }

  /** Starts the database; rejects when the folder cannot be opened. */
  static async open(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
    if (options.dataDir !== undefined) await makePrivate(options.dataDir);
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), { workerData: options });
    const database = new EmbeddedDatabase(worker);
    await database.#expect();
    return database;
  }

  /** A new connection, in the shape `pg` takes as its `stream`. */
  connect(): Duplex {
    return new PgliteSocket((bytes) => this.#execute(bytes));
  }

  /** The data folder as one file, to open another database from. */
  async dump(): Promise<Blob> {
    const response = await this.#request({ type: 'dump' });
    if (response.type !== 'dumped') throw new Error('The embedded database could not be dumped.');
    return response.snapshot;
  }

  async close(): Promise<void> {
    if (this.#failure) return;
    await this.#request({ type: 'close' });
  }

  async #execute(bytes: Uint8Array): Promise<Uint8Array> {
    const response = await this.#request({ type: 'execute', bytes });
    if (response.type === 'executed') return response.bytes;
    throw new Error(response.type === 'failed' ? response.message : 'Unexpected answer of the embedded database.');
  }

  #request(request: WorkerRequest): Promise<WorkerResponse> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#worker.postMessage(request);
    return this.#expect();
  }

  #expect(): Promise<WorkerResponse> {
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }));
  }

  #settle(response: WorkerResponse): void {
    // `node --watch` sends the names of imported files over the same channel.
    if (!('type' in response)) return;
    this.#pending.shift()?.resolve(response);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#pending.splice(0)) waiting.reject(this.#failure);
  }
}

/** The engine makes files that everybody may read, hashes of passwords among them: the folder lets nobody get there. */
async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Some file systems know no rights, or let only another user set them: no reason not to start.
  await chmod(folder, 0o700).catch(() => {});
}
