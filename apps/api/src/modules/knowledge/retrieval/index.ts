export { ChunkIndex } from '../indexing/hybrid-index.ts';
export { citedNumbers } from './chunk-prompt.rules.ts';
export { PassageSearch } from './chunk-search.ts';
export {
  hasDocuments,
  type NumberedPassage,
  PASSAGE_BUDGET,
  type QuestionMaterial,
  QuestionRetrieval,
  type RetrievalRequest,
} from './question-retrieval.ts';
export { SearchResolver } from '../search.resolver.ts';
export { SearchService } from './search.service.ts';
