import { badInput } from '../../../kernel/errors.ts';
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

const MAX_TOP_K = 20;
const MAX_COLLECTIONS = 50;
const MAX_EXCLUDED = 500;

/** @throws ParleyError BAD_USER_INPUT naming the field. */
export function checkTopK(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_TOP_K) {
    throw badInput('topK', `topK must be between 1 and ${MAX_TOP_K}.`);
  }
  return value;
}

/** @throws ParleyError BAD_USER_INPUT naming the field. */
export function checkMinScore(value: number): number {
  if (!(value >= 0 && value <= 1)) throw badInput('minScore', 'minScore must be between 0 and 1.');
  return value;
}

/** The ids without repetitions. @throws ParleyError BAD_USER_INPUT naming the field. */
export function checkCollectionIds(ids: readonly string[]): string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0 || distinct.length > MAX_COLLECTIONS) {
    throw badInput('collectionIds', `collectionIds must be null for all, or 1 to ${MAX_COLLECTIONS} ids.`);
  }
  return distinct;
}

/** The ids without repetitions. @throws ParleyError BAD_USER_INPUT naming the field. */
export function checkExcludedIds(ids: readonly string[]): string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length > MAX_EXCLUDED) {
    throw badInput(
      'excludedDocumentIds',
      `excludedDocumentIds can have ${MAX_EXCLUDED} ids, these are ${distinct.length}. Switch documents off for all conversations instead.`,
    );
  }
  return distinct;
}
