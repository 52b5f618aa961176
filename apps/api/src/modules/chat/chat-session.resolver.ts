import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import type { Page } from '../../kernel/pagination.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession } from './chat-session.entity.ts';
import type { ChatService } from './chat.service.ts';
import {
  ChatSessionConnection,
  CreateSessionInput,
  MessageConnection,
  SessionFilter,
  UpdateSessionInput,
} from './chat.type.ts';
import { Message } from './message.entity.ts';
import { messagesById } from './message.loaders.ts';
import { watchSessions } from './watch-sessions.ts';

@ArgsType()
class MessagesArgs {
  @Field(() => Int, { nullable: true, description: 'Page size from the oldest message, 1 to 100.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only messages after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Page size up to the newest message, 1 to 100. Without `first` and `last`, the newest 100 are returned.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only messages before this cursor.' })
  before?: string | null;

  @Field(() => ID, { nullable: true, description: 'Ends the branch at this message instead of the active leaf.' })
  leafId?: string | null;
}

@Resolver(() => ChatSession)
export class ChatSessionResolver {
  readonly #chat: ChatService;

  constructor(chat: ChatService) {
    this.#chat = chat;
  }

  @AccessFor('user')
  @Query(() => ChatSession, { nullable: true, description: 'One conversation of the viewer.' })
  session(
    @Arg('id', () => ID, { description: 'The conversation.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#chat.findSession(context.em, requireViewer(context), id);
  }

  @AccessFor('user')
  @Query(() => ChatSessionConnection, { description: 'The viewer’s conversations, newest activity first.' })
  sessions(
    @Arg('first', () => Int, { nullable: true, defaultValue: 30, description: 'Page size, 1 to 100.' }) first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'Returns items after this cursor.' }) after:
      | string
      | null,
    @Arg('filter', () => SessionFilter, { nullable: true, description: 'Filters.' }) filter: SessionFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<ChatSession>> {
    return this.#chat.listSessions(context.em, requireViewer(context), { first: first ?? 30, after, filter });
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, { description: 'Creates an empty conversation.' })
  createSession(
    @Arg('input', () => CreateSessionInput, { description: 'Initial settings.' }) input: CreateSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#chat.createSession(context.em, requireViewer(context), input);
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, {
    description:
      'Renames, pins or archives a conversation, or changes its model, parameters, system prompt or summary setting.',
  })
  updateSession(
    @Arg('input', () => UpdateSessionInput, { description: 'The changes.' }) input: UpdateSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#chat.updateSession(context.em, requireViewer(context), input);
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, { description: 'Restores a deleted conversation from the trash.' })
  restoreSession(
    @Arg('id', () => ID, { description: 'The conversation.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#chat.restoreSession(context.em, requireViewer(context), id);
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, {
    description: 'Activates the branch that contains this message and ends at its newest leaf.',
  })
  switchBranch(
    @Arg('messageId', () => ID, { description: 'A message on the branch.' }) messageId: string,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    return this.#chat.switchBranch(context.em, requireViewer(context), messageId);
  }

  @FieldResolver(() => MessageConnection, {
    description: 'The messages from the root to the active leaf (or to `leafId`), oldest first.',
  })
  messages(
    @Root() session: ChatSession,
    @Args(() => MessagesArgs) args: MessagesArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Message>> {
    return this.#chat.listMessages(context.em, session, args);
  }

  @FieldResolver(() => Message, { nullable: true, description: 'The leaf of the branch that is shown and continued.' })
  activeLeaf(@Root() session: ChatSession, @Ctx() context: RequestContext): Promise<Message | undefined> | null {
    return session.activeLeafId ? messagesById(context, session.activeLeafId) : null;
  }

  @AccessFor('user')
  @Subscription(() => ChatSession, {
    description:
      'Emits the viewer’s conversations when they are created, change title, start or end a run, or are deleted.',
    subscribe: ({ context }: { context: RequestContext }) => watchSessions(context),
  })
  sessionChanged(@Root() session: ChatSession): ChatSession {
    return session;
  }
}
