export { ChunkIndex, type IndexedText, type IndexOptions } from './chunk-index.ts';
export { PassageSearch } from './passage-search.ts';
export { SearchResolver } from './search.resolver.ts';
export { SearchService } from './search.service.ts';
