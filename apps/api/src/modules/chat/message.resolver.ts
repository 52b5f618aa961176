import { textOf, type Part } from '@parley/run-events';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { resolvedField } from '../../kernel/resolved-fields.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession } from './chat-session.entity.ts';
import type { ChatService } from './chat.service.ts';
import type { LiveParts } from './live-parts.ts';
import { Message } from './message.entity.ts';
import { messagesById, partsByMessage, sessionsById, siblingKey, siblingsByParent } from './message.loaders.ts';
import { type GraphQLPart, MessagePart, toGraphQLPart } from './message-part.type.ts';
import { isBeingWritten } from './message-parts.ts';

@Resolver(() => Message)
export class MessageResolver {
  readonly #chat: ChatService;
  readonly #liveParts: LiveParts;

  constructor(chat: ChatService, liveParts: LiveParts) {
    this.#chat = chat;
    this.#liveParts = liveParts;
  }

  @AccessFor('user')
  @Query(() => Message, { nullable: true, description: 'One message of the viewer’s conversations.' })
  message(
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Message> {
    return this.#chat.findMessage(context.em, requireViewer(context), id);
  }

  @FieldResolver(() => String, { description: 'All text parts joined, for clients that show plain text.' })
  async text(@Root() message: Message, @Ctx() context: RequestContext): Promise<string> {
    return textOf(await this.#parts(message, context));
  }

  @FieldResolver(() => [MessagePart], { description: 'Content parts, in order.' })
  async parts(@Root() message: Message, @Ctx() context: RequestContext): Promise<GraphQLPart[]> {
    return (await this.#parts(message, context)).map(toGraphQLPart);
  }

  @FieldResolver(() => Message, {
    nullable: true,
    description: 'The message it answers or follows; null for the first.',
  })
  parent(@Root() message: Message, @Ctx() context: RequestContext): Promise<Message | undefined> | Message | null {
    return message.parentId
      ? (resolvedField<Message>(message, 'parent') ?? messagesById(context, message.parentId))
      : null;
  }

  @FieldResolver(() => [Message], {
    description: 'Alternatives with the same parent (edits, regenerations), oldest first, itself included.',
  })
  async siblings(@Root() message: Message, @Ctx() context: RequestContext): Promise<Message[]> {
    return (await siblingsByParent(context, siblingKey(message))) ?? [message];
  }

  @FieldResolver(() => ChatSession, { description: 'The conversation that contains it.' })
  session(@Root() message: Message, @Ctx() context: RequestContext): Promise<ChatSession | undefined> | ChatSession {
    return resolvedField<ChatSession>(message, 'session') ?? sessionsById(context, message.session.id);
  }

  async #parts(message: Message, context: RequestContext): Promise<readonly Part[]> {
    const known = resolvedField<readonly Part[]>(message, 'parts');
    if (known) return known;
    if (isBeingWritten(message)) return this.#liveParts(context, message.id);
    return (await partsByMessage(context, message.id)) ?? [];
  }
}
