import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession } from '../chat/index.ts';
import { retrievalBySession } from './knowledge.loaders.ts';
import { DEFAULT_RETRIEVAL } from './retrieval/retrieval-options.rules.ts';
import type { SessionRetrievalService } from './retrieval/session-retrieval.service.ts';
import { RetrievalSettings, UpdateSessionRetrievalInput } from './retrieval/session-retrieval.type.ts';

@Resolver(() => ChatSession)
export class SessionRetrievalResolver {
  readonly #settings: SessionRetrievalService;

  constructor(settings: SessionRetrievalService) {
    this.#settings = settings;
  }

  @FieldResolver(() => RetrievalSettings, { description: 'Document retrieval settings of the conversation.' })
  async retrieval(@Root() session: ChatSession, @Ctx() context: RequestContext): Promise<RetrievalSettings> {
    const { collectionIds, excludedDocumentIds, ...settings } =
      (await retrievalBySession(context, session.id)) ?? DEFAULT_RETRIEVAL;
    return {
      ...settings,
      collectionIds: collectionIds && [...collectionIds],
      excludedDocumentIds: [...excludedDocumentIds],
    };
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, {
    description: 'Updates the document retrieval settings of a conversation.',
  })
  updateSessionRetrieval(
    @Arg('input', () => UpdateSessionRetrievalInput, { description: 'The changes.' })
    input: UpdateSessionRetrievalInput,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#settings.update(context.em, requireViewer(context), input);
  }
}
