import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../../kernel/ids.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import type { ChunkDraft } from './chunking.rules.ts';
import { Document } from '../documents/document.entity.ts';
import type { ChunkIndex } from '../documents/chunk-index.ts';

/** Chunks stored and indexed at once. */
const BATCH = 64;

/** The document was deleted while it was read. */
export class DocumentGone extends Error {}

/** Stores the chunks of a document in batches; one is indexed while the next is read and stored. */
export class ChunkWriter {
  readonly #parts: { fork: () => SqlEntityManager; index: ChunkIndex };
  readonly #document: Document;
  readonly #signal: AbortSignal;
  readonly #report: (change: Partial<Document>) => Promise<void>;
  #waiting: ChunkDraft[] = [];
  #indexing: Promise<void> = Promise.resolve();
  #count = 0;
  #indexed = 0;
  /** How much of the document the chunks so far come from, 0 to 1. */
  #read = 0;
  #progress = 0;

  /** @param report tells how far it is. */
  constructor(
    parts: { fork: () => SqlEntityManager; index: ChunkIndex },
    document: Document,
    signal: AbortSignal,
    report: (change: Partial<Document>) => Promise<void>,
  ) {
    this.#parts = parts;
    this.#document = document;
    this.#signal = signal;
    this.#report = report;
  }

  /** Chunks stored so far. */
  get count(): number {
    return this.#count;
  }

  take(drafts: readonly ChunkDraft[]): void {
    this.#waiting.push(...drafts);
  }

  /** Writes the batches that are full. @param progress how much of the document is behind them, 0 to 1. */
  async write(progress: number): Promise<void> {
    this.#read = progress;
    while (this.#waiting.length >= BATCH) await this.#writeBatch();
  }

  /** Writes the rest and waits until everything is indexed. */
  async finish(): Promise<void> {
    this.#read = 1;
    while (this.#waiting.length > 0) await this.#writeBatch();
    await this.#indexing;
  }

  async #writeBatch(): Promise<void> {
    this.#signal.throwIfAborted();
    const chunks = await this.#store(this.#waiting.splice(0, BATCH));
    await this.#indexing;
    this.#indexing = this.#index(chunks);
    // Whoever awaits it gets the error; until then it is not unhandled.
    this.#indexing.catch(() => {});
    await this.#report({ progress: this.#share(), chunkCount: this.#count });
  }

  /**
   * What is indexed of all there will be. Reading is much faster than indexing: how many chunks there will be is
   * known from how many came of the part that was read. Never goes back.
   */
  #share(): number {
    const expected = (this.#count + this.#waiting.length) / Math.max(this.#read, 0.01);
    this.#progress = Math.max(this.#progress, Math.min(0.99, this.#indexed / Math.max(1, expected)));
    return this.#progress;
  }

  async #store(drafts: readonly ChunkDraft[]): Promise<Chunk[]> {
    const { id: document, owner, collection, metadata } = this.#document;
    const em = this.#parts.fork();
    const chunks = drafts.map((draft) =>
      em.create(Chunk, {
        id: newId(),
        document,
        owner: owner.id,
        collection: collection.id,
        ordinal: this.#count++,
        metadata,
        ...draft,
      } as never),
    );
    try {
      await em.flush();
    } catch (error) {
      throw (await this.#isThere()) ? error : new DocumentGone();
    }
    return chunks;
  }

  async #index(chunks: readonly Chunk[]): Promise<void> {
    const { id: documentId, owner, collection, metadata } = this.#document;
    const ids = { ownerId: owner.id, documentId, collectionId: collection.id, metadata };
    const indexed = chunks.map(({ id: chunkId, text }) => ({ chunkId, text, ...ids }));
    try {
      await this.#parts.index.add(indexed, { signal: this.#signal });
      this.#indexed += chunks.length;
    } catch (error) {
      throw (await this.#isThere()) ? error : new DocumentGone();
    }
  }

  async #isThere(): Promise<boolean> {
    return (await this.#parts.fork().count(Document, { id: this.#document.id })) > 0;
  }
}
