import type { SqlEntityManager } from '@mikro-orm/sql';
import { searchDocumentsInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { badInput, notFound, ParleyError } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { Collection } from '../collections/collection.entity.ts';
import { Document } from '../documents/document.entity.ts';
import { type SearchDocumentsInput, SearchMode } from './search.type.ts';
import { searchableScope } from './document-scopes.ts';
import { parseMetadataFilter } from './metadata-filter.rules.ts';
import type { FoundChunk, ChunkSearch } from './chunk-search.ts';

/** Searches a person's documents. */
export class SearchService {
  readonly #chunks: ChunkSearch;

  constructor(chunks: ChunkSearch) {
    this.#chunks = chunks;
  }

  /**
   * Chunks of the viewer's active documents, best first.
   * @throws ParleyError BAD_USER_INPUT, or NOT_FOUND for a document or collection that is not the viewer's.
   */
  async search(em: SqlEntityManager, viewer: Viewer, input: SearchDocumentsInput): Promise<FoundChunk[]> {
    const given = checkInput(searchDocumentsInput, input);
    const filter = parseMetadataFilter('filter', input.filter);
    const kind = input.mode ?? SearchMode.HYBRID;
    if (kind === SearchMode.SEMANTIC && !this.#chunks.hasEmbedder) {
      throw badInput('mode', 'mode SEMANTIC needs an embedder, and this server has none. Use KEYWORD or HYBRID.');
    }
    const [documentIds, collectionIds] = [
      await ownDocuments(em, viewer, given.documentIds),
      await ownCollection(em, viewer, given.collectionId),
    ];
    if (documentIds?.length === 0) return [];
    const scope = await searchableScope(em, { ownerId: viewer.id, documentIds, collectionIds, filter });
    const found = await this.#chunks.find(em, scope, given.query, kind);
    return found.filter(({ score }) => score >= (given.minScore ?? 0)).slice(0, given.first ?? 5);
  }
}

async function ownDocuments(
  em: SqlEntityManager,
  viewer: Viewer,
  ids: string[] | null | undefined,
): Promise<string[] | undefined> {
  if (!ids) return undefined;
  if (ids.length === 0) return ids;
  const count = ids.every(isId) ? await em.count(Document, { id: { $in: ids }, owner: viewer.id }) : 0;
  if (count < ids.length) throw new ParleyError('NOT_FOUND', 'Document not found.', { field: 'documentIds' });
  return ids;
}

async function ownCollection(
  em: SqlEntityManager,
  viewer: Viewer,
  id: string | null | undefined,
): Promise<string[] | undefined> {
  if (id === null || id === undefined) return undefined;
  const count = isId(id) ? await em.count(Collection, { id, owner: viewer.id }) : 0;
  if (count === 0) throw notFound('Collection');
  return [id];
}
