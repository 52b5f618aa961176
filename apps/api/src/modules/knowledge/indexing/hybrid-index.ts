import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Embedder } from '../../../ports/embedder.ts';
import type { DocumentMetadata, VectorStore } from '../../../ports/vector-store.ts';
import { type EmbeddingMeter, embedFor } from './embedding-meter.ts';
import type { IndexedChunk, ChunkIndex } from '../documents/chunk-index.ts';
import { LexicalIndex } from './lexical-index.ts';

export interface IndexOptions {
  /** Called after each batch with how many of the texts are done. */
  onProgress?: ((done: number) => void | Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
}

/** What makes chunks searchable: their words and, where an embedder is configured, their vectors. */
export class HybridIndex implements ChunkIndex {
  readonly #fork: () => SqlEntityManager;
  readonly #embedder: Embedder | null;
  readonly #vectors: VectorStore;
  readonly #meter: EmbeddingMeter | null;
  readonly #words = new LexicalIndex();

  constructor(
    fork: () => SqlEntityManager,
    embedder: Embedder | null,
    vectors: VectorStore,
    meter: EmbeddingMeter | null = null,
  ) {
    this.#fork = fork;
    this.#embedder = embedder;
    this.#vectors = vectors;
    this.#meter = meter;
  }

  /** What a collection remembers as its embedder. */
  get embedderId(): string {
    return this.#embedder?.id ?? 'none';
  }

  /**
   * Indexes chunks whose rows are committed. Doing it again changes nothing, so a job that was
   * interrupted starts over. Must not be called within a transaction.
   * @throws ModelError when a remote embedder fails, the reason of the signal, errors of the database.
   */
  async add(texts: readonly IndexedChunk[], { onProgress, signal }: IndexOptions = {}): Promise<void> {
    const size = this.#embedder?.maxBatch ?? 64;
    // The next batch is embedded while the last one is written.
    let written: Promise<void> = Promise.resolve();
    for (let start = 0; start < texts.length; start += size) {
      const batch = texts.slice(start, start + size);
      const vectors = this.#embedder ? await this.#embed(this.#embedder, batch, signal) : undefined;
      await written;
      written = this.#write(batch, vectors).then(() => onProgress?.(start + batch.length));
      // Whoever awaits it gets the error; until then it is not unhandled.
      written.catch(() => {});
    }
    await written;
  }

  /** Makes vectors of the configured embedder for chunks that have words only, or vectors of another one. */
  async reembed(texts: readonly IndexedChunk[], signal?: AbortSignal): Promise<void> {
    if (!this.#embedder) return;
    for (let start = 0; start < texts.length; start += this.#embedder.maxBatch) {
      const batch = texts.slice(start, start + this.#embedder.maxBatch);
      await this.#writeVectors(batch, await this.#embed(this.#embedder, batch, signal));
    }
  }

  /** Forgets the vectors that other embedders than the configured one have made for a collection. */
  async forgetOtherEmbedders(collectionId: string): Promise<void> {
    await this.#vectors.deleteOtherEmbedders(collectionId, this.embedderId);
  }

  /** Deletes the vectors of a document that are kept outside the database; those inside go with their chunks. */
  async remove(ownerId: string, documentId: string): Promise<void> {
    await this.#vectors.deleteDocument(ownerId, documentId);
  }

  /** Gives the chunks of a document another collection and other metadata, wherever they are found by them. */
  async updateMetadata(document: DocumentMetadata, chunkIds: readonly string[]): Promise<void> {
    await this.#words.updateMetadata(this.#fork(), document);
    await this.#vectors.updateMetadata(document, chunkIds);
  }

  /** All of one owner: chunks are embedded by document or collection. */
  #embed(embedder: Embedder, batch: readonly IndexedChunk[], signal?: AbortSignal): Promise<Float32Array[]> {
    const request = { texts: batch.map(({ text }) => text), kind: 'passage' as const, signal };
    return embedFor({ ownerId: batch[0]!.ownerId }, embedder, this.#meter, request);
  }

  async #write(batch: readonly IndexedChunk[], vectors: readonly Float32Array[] | undefined): Promise<void> {
    await this.#words.add(this.#fork(), batch);
    if (vectors) await this.#writeVectors(batch, vectors);
  }

  async #writeVectors(batch: readonly IndexedChunk[], vectors: readonly Float32Array[]): Promise<void> {
    const { id, precision } = this.#embedder!;
    await this.#vectors.upsert(
      id,
      batch.map(({ text: _text, ...point }, index) => ({ ...point, precision, vector: vectors[index]! })),
    );
  }
}
