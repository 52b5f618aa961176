import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import { resolvedField } from '../../kernel/resolved-fields.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession, type ChatService, Message, messagesById, sessionsById } from '../chat/index.ts';
import { ConversationSummary, summariesById } from '../memory/index.ts';
import { runUsage, TokenUsage } from '../usage/index.ts';
import { Run } from './run/run.entity.ts';
import { activeRuns, runsByMessage } from './run/run.loaders.ts';
import type { RunService } from './finish/run.service.ts';

@Resolver(() => Run)
export class RunResolver {
  readonly #runs: RunService;

  constructor(runs: RunService) {
    this.#runs = runs;
  }

  @AccessFor('user')
  @Query(() => Run, { nullable: true, description: 'One run of the viewer.' })
  run(@Arg('id', () => ID, { description: 'The run.' }) id: string, @Ctx() context: RequestContext): Promise<Run> {
    return this.#runs.find(context.em, requireViewer(context), id);
  }

  @Costs('reads')
  @AccessFor('user')
  @Mutation(() => Run, {
    description: 'Cancels a run and keeps the text so far. A run that has ended is returned unchanged.',
  })
  cancelRun(
    @Arg('id', () => ID, { description: 'The run.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Run> {
    return this.#runs.cancel(context.em, requireViewer(context), id);
  }

  @FieldResolver(() => Message, { description: 'The answer it writes.' })
  message(@Root() run: Run, @Ctx() context: RequestContext): Promise<Message | undefined> | Message {
    return resolvedField<Message>(run, 'message') ?? messagesById(context, run.message.id);
  }

  @FieldResolver(() => ChatSession, { description: 'The conversation it belongs to.' })
  session(@Root() run: Run, @Ctx() context: RequestContext): Promise<ChatSession | undefined> | ChatSession {
    return resolvedField<ChatSession>(run, 'session') ?? sessionsById(context, run.session.id);
  }

  @FieldResolver(() => TokenUsage, { nullable: true, description: 'Tokens and cost; null while in progress.' })
  usage(@Root() run: Run, @Ctx() context: RequestContext): Promise<TokenUsage | undefined> | null {
    return run.endedAt ? runUsage(context, run.id) : null;
  }

  @FieldResolver(() => ConversationSummary, {
    nullable: true,
    description: 'Summary sent in place of older messages; null without one, or when the messages were deleted.',
  })
  summary(@Root() run: Run, @Ctx() context: RequestContext): Promise<ConversationSummary | undefined> | null {
    return run.context?.summary ? summariesById(context, run.context.summary.id) : null;
  }
}

@Resolver(() => Message)
export class MessageRunResolver {
  readonly #chat: ChatService;
  readonly #runs: RunService;

  constructor(chat: ChatService, runs: RunService) {
    this.#chat = chat;
    this.#runs = runs;
  }

  @FieldResolver(() => Run, {
    nullable: true,
    description: 'The run that generated it; null for a user message.',
  })
  run(@Root() message: Message, @Ctx() context: RequestContext): Promise<Run | undefined> | Run | null {
    return message.role === 'ASSISTANT'
      ? (resolvedField<Run>(message, 'run') ?? runsByMessage(context, message.id))
      : null;
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, {
    description: 'Deletes a message and all messages below it, and cancels any run among them.',
  })
  async deleteMessage(
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChatSession> {
    const session = await this.#chat.deleteMessage(context.em, requireViewer(context), id);
    await this.#runs.cancelDeleted(context.fork(), session.id);
    return session;
  }
}

@Resolver(() => ChatSession)
export class SessionRunResolver {
  readonly #chat: ChatService;
  readonly #runs: RunService;

  constructor(chat: ChatService, runs: RunService) {
    this.#chat = chat;
    this.#runs = runs;
  }

  @FieldResolver(() => Run, {
    nullable: true,
    description: 'The run in progress; null when idle. Clients resume it after a reload.',
  })
  activeRun(@Root() session: ChatSession, @Ctx() context: RequestContext): Promise<Run | undefined> | Run {
    return resolvedField<Run>(session, 'activeRun') ?? activeRuns(context, session.id);
  }

  @AccessFor('user')
  @Mutation(() => Boolean, { description: 'Moves a conversation to the trash and cancels its run.' })
  async deleteSession(
    @Arg('id', () => ID, { description: 'The conversation.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    await this.#chat.deleteSession(context.em, requireViewer(context), id);
    await this.#runs.cancelOfSession(context.em, id);
    return true;
  }
}
