import type { SqlEntityManager } from '@mikro-orm/sql';
import { badInput, notFound, ParleyError } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { checkText } from '../../../kernel/text.ts';
import { Collection } from '../collections/collection.entity.ts';
import { Document } from '../documents/document.entity.ts';
import { type SearchDocumentsInput, SearchMode } from './search.type.ts';
import { searchableScope } from './document-scopes.ts';
import { parseMetadataFilter } from './metadata-filter.rules.ts';
import type { FoundChunk, ChunkSearch } from './chunk-search.ts';

const MAX_QUERY = 2_000;
const MAX_FIRST = 100;
const MAX_DOCUMENTS = 1_000;

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
    const query = checkText('query', input.query, { isRequired: true, max: MAX_QUERY });
    const first = input.first ?? 5;
    if (first < 1 || first > MAX_FIRST) throw badInput('first', `first must be between 1 and ${MAX_FIRST}.`);
    const minScore = checkScore(input.minScore ?? 0);
    const filter = parseMetadataFilter('filter', input.filter);
    const kind = input.mode ?? SearchMode.HYBRID;
    if (kind === SearchMode.SEMANTIC && !this.#chunks.hasEmbedder) {
      throw badInput('mode', 'mode SEMANTIC needs an embedder, and this server has none. Use KEYWORD or HYBRID.');
    }
    const [documentIds, collectionIds] = [
      await ownDocuments(em, viewer, input.documentIds),
      await ownCollection(em, viewer, input.collectionId),
    ];
    if (documentIds?.length === 0) return [];
    const scope = await searchableScope(em, { ownerId: viewer.id, documentIds, collectionIds, filter });
    const found = await this.#chunks.find(em, scope, query, kind);
    return found.filter(({ score }) => score >= minScore).slice(0, first);
  }
}

function checkScore(value: number): number {
  if (!(value >= 0 && value <= 1)) throw badInput('minScore', 'minScore must be between 0 and 1.');
  return value;
}

async function ownDocuments(
  em: SqlEntityManager,
  viewer: Viewer,
  given: string[] | null | undefined,
): Promise<string[] | undefined> {
  if (!given) return undefined;
  const ids = [...new Set(given)];
  if (ids.length > MAX_DOCUMENTS)
    throw badInput('documentIds', `documentIds can have ${MAX_DOCUMENTS} ids, these are ${ids.length}.`);
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
