export type MetadataValue = string | number | boolean;

/** What metadata must be like; every store understands it alike. A field that is missing is unlike (`ne`) everything. */
export type MetadataFilter =
  | { and: readonly MetadataFilter[] }
  | { or: readonly MetadataFilter[] }
  | { field: string; operator: 'eq' | 'ne'; value: MetadataValue }
  | { field: string; operator: 'in'; values: readonly MetadataValue[] }
  | { field: string; operator: 'gt' | 'gte' | 'lt' | 'lte'; value: string | number };

/** Which chunks may be found. The owner is never left out. */
export interface DocumentScope {
  ownerId: string;
  documentIds?: readonly string[] | undefined;
  excludedDocumentIds?: readonly string[] | undefined;
  /** Left out, every collection; an empty list is none. */
  collectionIds?: readonly string[] | undefined;
  filter?: MetadataFilter | undefined;
}

/** What vectors of a document are found by beside their closeness. */
export interface DocumentMetadata {
  ownerId: string;
  documentId: string;
  collectionId: string;
  /** Only values that are text, numbers or booleans can be filtered by. */
  metadata: Readonly<Record<string, unknown>>;
}

export interface VectorPoint extends DocumentMetadata {
  chunkId: string;
  /** Length 1. */
  vector: Float32Array;
  precision: string;
}

/** Where to look: only vectors of one embedder can be compared. */
export interface VectorScope extends DocumentScope {
  embedderId: string;
}

export interface VectorMatch {
  chunkId: string;
  /** Cosine, -1 to 1. */
  similarity: number;
}

/** Keeps vectors of chunks and finds the nearest ones. */
export interface VectorStore {
  readonly id: string;
  /** Writes vectors of one embedder; those that exist are replaced. */
  upsert(embedderId: string, points: readonly VectorPoint[]): Promise<void>;
  /** The nearest, nearest first. */
  nearest(scope: VectorScope, vector: Float32Array, limit: number): Promise<VectorMatch[]>;
  /** How near these chunks of the owner are; what has no vector is left out. */
  similarities(
    scope: Pick<VectorScope, 'ownerId' | 'embedderId'>,
    vector: Float32Array,
    chunkIds: readonly string[],
  ): Promise<VectorMatch[]>;
  /**
   * Gives all vectors of a document another collection and other metadata, whatever embedder made them.
   * @param chunkIds every chunk of it.
   */
  updateMetadata(document: DocumentMetadata, chunkIds: readonly string[]): Promise<void>;
  /** Deletes all vectors of a document, whatever embedder made them. */
  deleteDocument(ownerId: string, documentId: string): Promise<void>;
  /** Deletes the vectors of a collection that were made by another embedder than this one. */
  deleteOtherEmbedders(collectionId: string, embedderId: string): Promise<void>;
  /** Deletes all vectors of a person. */
  deleteOwner(ownerId: string): Promise<void>;
}
