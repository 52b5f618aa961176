import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import { badInput } from '../../kernel/errors.ts';
import type { Page } from '../../kernel/pagination.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { SearchMode } from '../knowledge/index.ts';
import type { MessageSearch } from './message-search.service.ts';
import { type MessageHit, MessageHitConnection } from './message-search.type.ts';

@Resolver()
export class MessageSearchResolver {
  readonly #search: MessageSearch;

  constructor(search: MessageSearch) {
    this.#search = search;
  }

  @Costs('searches')
  @AccessFor('user')
  @Query(() => MessageHitConnection, {
    description:
      'Full-text search over the viewer’s own messages and titles, best first, by the words that documents are searched by: in any script, whatever case and accents, in parts of paths, hosts and names. Words also find longer ones that begin with them; quotation marks keep words together.',
  })
  searchMessages(
    @Arg('query', () => String, { description: 'Query, up to 1,000 characters.' }) query: string,
    @Arg('mode', () => SearchMode, {
      nullable: true,
      defaultValue: SearchMode.HYBRID,
      description: 'HYBRID and KEYWORD search by words; SEMANTIC is not available for messages yet.',
    })
    mode: SearchMode | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20, description: 'Page size, 1 to 100.' }) first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'Returns items after this cursor.' }) after:
      | string
      | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<MessageHit>> {
    const viewer = requireViewer(context);
    if (mode === SearchMode.SEMANTIC)
      throw badInput('mode', 'Messages can be searched by words only for now; use HYBRID or KEYWORD.');
    return this.#search.search(context.em, viewer, { query, first: first ?? 20, after });
  }
}
