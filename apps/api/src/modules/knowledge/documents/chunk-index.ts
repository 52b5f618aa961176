import type { DocumentMetadata } from '../../../ports/vector-store.ts';

/** A stored chunk, as what finds chunks wants it. */
export interface IndexedChunk {
  chunkId: string;
  ownerId: string;
  documentId: string;
  collectionId: string;
  text: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** What finds chunks again: their words, their vectors. */
export interface ChunkIndex {
  /** What makes its vectors; `none` when nothing does. */
  readonly embedderId: string;
  /** Makes stored chunks findable. Called again with the same ones after a failure. */
  add(chunks: readonly IndexedChunk[], options: { signal: AbortSignal }): Promise<void>;
  /** Makes vectors of the present embedder for chunks that have those of another one, or none. */
  reembed(chunks: readonly IndexedChunk[], signal: AbortSignal): Promise<void>;
  /** Forgets what other embedders than the present one have made of a collection. */
  forgetOtherEmbedders(collectionId: string): Promise<void>;
  /**
   * Gives the chunks of a document another collection and other metadata.
   * @param chunkIds all of them.
   */
  updateMetadata(document: DocumentMetadata, chunkIds: readonly string[]): Promise<void>;
  /** Forgets what it keeps of a document outside of the database; what is inside goes with the chunks. */
  remove(ownerId: string, documentId: string): Promise<void>;
}
