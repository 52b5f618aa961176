export type MetadataValue = string | number | boolean | null;

/** What metadata must be like; every store understands it alike. A field is missing when it is null. */
export type MetadataFilter =
  | { and: readonly MetadataFilter[] }
  | { or: readonly MetadataFilter[] }
  | { field: string; operator: 'eq' | 'ne'; value: MetadataValue }
  | { field: string; operator: 'in'; values: readonly MetadataValue[] }
  | { field: string; operator: 'gt' | 'gte' | 'lt' | 'lte'; value: string | number };

export interface VectorPoint {
  chunkId: string;
  ownerId: string;
  documentId: string;
  collectionId: string;
  /** Length 1. */
  vector: Float32Array;
  precision: string;
  /** Only values that are text, numbers or booleans can be filtered by. */
  metadata: Readonly<Record<string, unknown>>;
}

/** Where to look. The owner is never left out: nobody's vectors are compared with another's question. */
export interface VectorScope {
  ownerId: string;
  /** Only vectors of this embedder can be compared. */
  embedderId: string;
  documentIds?: readonly string[] | undefined;
  excludedDocumentIds?: readonly string[] | undefined;
  collectionId?: string | undefined;
  filter?: MetadataFilter | undefined;
}

export interface VectorMatch {
  chunkId: string;
  /** Cosine, -1 to 1. */
  similarity: number;
}

/** Keeps vectors of passages and finds the nearest ones. */
export interface VectorStore {
  readonly id: string;
  /** Writes vectors of one embedder; those that exist are replaced. */
  upsert(embedderId: string, points: readonly VectorPoint[]): Promise<void>;
  /** The nearest, nearest first. */
  nearest(scope: VectorScope, vector: Float32Array, limit: number): Promise<VectorMatch[]>;
  /** How near these passages of the owner are; what has no vector is left out. */
  similarities(
    scope: Pick<VectorScope, 'ownerId' | 'embedderId'>,
    vector: Float32Array,
    chunkIds: readonly string[],
  ): Promise<VectorMatch[]>;
  /** Deletes all vectors of a document, whatever embedder made them. */
  deleteDocument(ownerId: string, documentId: string): Promise<void>;
  /** Deletes all vectors of a person. */
  deleteOwner(ownerId: string): Promise<void>;
}
