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
  @Query(() => Run, { nullable: true, description: 'One generation of the viewer’s.' })
  run(@Arg('id', () => ID, { description: 'The run.' }) id: string, @Ctx() context: RequestContext): Promise<Run> {
    return this.#runs.find(context.em, requireViewer(context), id);
  }

  @Costs('reads')
  @AccessFor('user')
  @Mutation(() => Run, {
    description: 'Stops a run; what was written stays. A run that is over is given back as it is.',
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

  @FieldResolver(() => TokenUsage, { nullable: true, description: 'Its tokens and cost; null while it goes on.' })
  usage(@Root() run: Run, @Ctx() context: RequestContext): Promise<TokenUsage | undefined> | null {
    return run.endedAt ? runUsage(context, run.id) : null;
  }

  @FieldResolver(() => ConversationSummary, {
    nullable: true,
    description: 'The summary it was given of messages that did not fit; null without one, or when these were deleted.',
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
    description: 'The generation that wrote it; null for a person’s message.',
  })
  run(@Root() message: Message, @Ctx() context: RequestContext): Promise<Run | undefined> | Run | null {
    return message.role === 'ASSISTANT'
      ? (resolvedField<Run>(message, 'run') ?? runsByMessage(context, message.id))
      : null;
  }

  @AccessFor('user')
  @Mutation(() => ChatSession, {
    description:
      'Removes a message and everything below it from the conversation, and stops what is being written there.',
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
    description: 'The run in progress, null when idle: a reload resumes from it.',
  })
  activeRun(@Root() session: ChatSession, @Ctx() context: RequestContext): Promise<Run | undefined> | Run {
    return resolvedField<Run>(session, 'activeRun') ?? activeRuns(context, session.id);
  }

  @AccessFor('user')
  @Mutation(() => Boolean, { description: 'Moves a conversation to the trash and stops what is being written in it.' })
  async deleteSession(
    @Arg('id', () => ID, { description: 'The conversation.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    await this.#chat.deleteSession(context.em, requireViewer(context), id);
    await this.#runs.cancelOfSession(context.em, id);
    return true;
  }
}
