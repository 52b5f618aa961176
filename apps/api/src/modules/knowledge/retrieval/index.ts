export { ChunkIndex } from './chunk-index.ts';
export { citedNumbers } from './passage-prompt.rules.ts';
export { PassageSearch } from './passage-search.ts';
export {
  hasDocuments,
  type NumberedPassage,
  PASSAGE_BUDGET,
  type QuestionMaterial,
  QuestionRetrieval,
  type RetrievalRequest,
} from './question-retrieval.ts';
export { SearchResolver } from './search.resolver.ts';
export { SearchService } from './search.service.ts';
