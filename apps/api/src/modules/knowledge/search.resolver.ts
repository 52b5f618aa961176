import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { Chunk } from './documents/chunk.entity.ts';
import { ChunkHit, SearchDocumentsInput } from './retrieval/search.type.ts';
import { highlightsOf } from './retrieval/highlights.rules.ts';
import type { SearchService } from './retrieval/search.service.ts';

@Resolver()
export class SearchResolver {
  readonly #search: SearchService;

  constructor(search: SearchService) {
    this.#search = search;
  }

  @Costs('searches')
  @AccessFor('user')
  @Query(() => [ChunkHit], { description: 'Passages of the viewer’s active documents, best first.' })
  async searchDocuments(
    @Arg('input', () => SearchDocumentsInput, { description: 'Query and filters.' })
    input: SearchDocumentsInput,
    @Ctx() context: RequestContext,
  ): Promise<ChunkHit[]> {
    const viewer = requireViewer(context);
    const found = await this.#search.search(context.em, viewer, input);
    const chunks = await context.em.find(Chunk, { id: { $in: found.map(({ chunkId }) => chunkId) }, owner: viewer.id });
    const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
    return found
      .filter(({ chunkId }) => byId.has(chunkId))
      .map(({ chunkId, text, score, lexical, similarity }) => ({
        chunk: byId.get(chunkId)!,
        score,
        wordScore: lexical,
        similarity,
        highlights: highlightsOf(input.query, text),
      }));
  }
}
