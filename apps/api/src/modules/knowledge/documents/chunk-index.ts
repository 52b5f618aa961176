import type { DescribedDocument } from '../../../ports/vector-store.ts';

/** A stored passage, as what finds passages wants it. */
export interface IndexedPassage {
  chunkId: string;
  ownerId: string;
  documentId: string;
  collectionId: string;
  text: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** What finds passages again: their words, their vectors. */
export interface PassageIndex {
  /** What makes its vectors; `none` when nothing does. */
  readonly embedderId: string;
  /** Makes stored passages findable. Called again with the same ones after a failure. */
  add(passages: readonly IndexedPassage[], options: { signal: AbortSignal }): Promise<void>;
  /** Makes vectors of the present embedder for passages that have those of another one, or none. */
  embedAgain(passages: readonly IndexedPassage[], signal: AbortSignal): Promise<void>;
  /** Forgets what other embedders than the present one have made of a collection. */
  forgetOtherEmbedders(collectionId: string): Promise<void>;
  /**
   * Gives the passages of a document another collection and other metadata.
   * @param chunkIds all of them.
   */
  describe(document: DescribedDocument, chunkIds: readonly string[]): Promise<void>;
  /** Forgets what it keeps of a document outside of the database; what is inside goes with the passages. */
  remove(ownerId: string, documentId: string): Promise<void>;
}
