import { SearchMode } from './search.type.ts';

/** How documents are looked into for the questions of a conversation. */
export interface RetrievalOptions {
  /** False looks only into documents that come with a question. */
  isEnabled: boolean;
  mode: SearchMode;
  /** Most chunks an answer is given. */
  topK: number;
  /** Chunks that score less are left out, 0 to 1. */
  minScore: number;
  /** Null is every collection; an empty list is none. */
  collectionIds: readonly string[] | null;
  /** Documents that are left out. */
  excludedDocumentIds: readonly string[];
}

export const DEFAULT_RETRIEVAL: RetrievalOptions = {
  isEnabled: true,
  mode: SearchMode.HYBRID,
  topK: 5,
  minScore: 0.1,
  collectionIds: null,
  excludedDocumentIds: [],
};
