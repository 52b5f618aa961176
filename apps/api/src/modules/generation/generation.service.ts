import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { badInput, notFound, ParleyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { checkText } from '../../kernel/text.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import {
  chatLimits,
  type ChatService,
  ChatSession,
  findParts,
  Message,
  MessageRole,
  type SessionEvents,
  TitleSource,
  titleFromQuestion,
} from '../chat/index.ts';
import {
  checkParameters,
  type GenerationParameters,
  type GenerationParametersInput,
  mergeParameters,
  type ModelCatalogue,
} from '../models/index.ts';
import type { DocumentService } from '../knowledge/index.ts';
import type { PreferencesService } from '../preferences/index.ts';
import type {
  ContinueMessageInput,
  EditMessageInput,
  RegenerateMessageInput,
  SendMessageInput,
} from './generation.type.ts';
import { requestHash } from './request-hash.rules.ts';
import { Run } from './run.entity.ts';
import type { RunExecutor } from './run-executor.ts';
import {
  type AnswerPlan,
  type AskedQuestion,
  assertIdle,
  newQuestion,
  orderOf,
  type QuestionContent,
  type Turn,
  writeTurn,
} from './turn-writer.ts';

export interface GenerationParts {
  instanceId: string;
  chat: ChatService;
  catalogue: ModelCatalogue;
  preferences: PreferencesService;
  sessions: SessionEvents;
  documents: DocumentService;
  tokenizer: Tokenizer;
  executor: RunExecutor;
  fork: () => SqlEntityManager;
}

interface Asked {
  modelId?: string | null;
  parameters?: GenerationParametersInput | null;
}

/** Asking for answers. Each use case returns when everything about it is committed; the answer is written afterwards. */
export class GenerationService {
  readonly #parts: GenerationParts;

  constructor(parts: GenerationParts) {
    this.#parts = parts;
  }

  /** Asks a question, in a new conversation if none is named. The same `messageId` again gives the first result back. */
  async send(em: SqlEntityManager, viewer: Viewer, input: SendMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const text = checkText('text', input.text, { min: 1, max: chatLimits.message });
    if (isGiven(input.messageId) && !isId(input.messageId)) {
      throw badInput('messageId', 'messageId must be a UUID.');
    }
    const hash = requestHash(input);
    const tokenCount = await this.#parts.tokenizer.countTokensInSlices(text);
    const asked = { id: input.messageId, text, tokenCount, requestHash: hash };
    try {
      return isGiven(input.sessionId)
        ? await this.#askIn(em, viewer, input.sessionId, input, asked, requestedAt)
        : await this.#askInNew(em, viewer, input, asked, requestedAt);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException) || !input.messageId) throw error;
      // It was sent before.
      const fork = this.#parts.fork();
      return this.#repeat(fork, viewer, await fork.findOneOrFail(Message, { id: input.messageId }), hash);
    }
  }

  /** Answers the same question again, as a sibling. */
  async regenerate(em: SqlEntityManager, viewer: Viewer, input: RegenerateMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const answer = await this.#findAnswer(em, viewer, input.messageId);
    return this.#answerAgain(em, viewer, answer, input, null, requestedAt);
  }

  /** Writes on where an unfinished answer stopped, as a sibling that starts with its text. */
  async continue(em: SqlEntityManager, viewer: Viewer, input: ContinueMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const answer = await this.#findAnswer(em, viewer, input.messageId);
    const run = await em.findOne(Run, { message: answer.id });
    if (answer.status === 'PENDING' || answer.status === 'STREAMING') {
      throw new ParleyError('RUN_IN_PROGRESS', 'This answer is still being written.');
    }
    if (answer.status === 'COMPLETED' && run?.finishReason === 'stop') {
      throw badInput('messageId', 'This answer is complete. Ask a question or regenerate it.');
    }
    const text = textOf((await findParts(em, [answer.id])).get(answer.id) ?? []);
    return this.#answerAgain(em, viewer, answer, input, text === '' ? null : text, requestedAt);
  }

  /** Asks a question differently: a sibling of the old one, answered. */
  async edit(em: SqlEntityManager, viewer: Viewer, input: EditMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const text = checkText('text', input.text, { min: 1, max: chatLimits.message });
    const original = await this.#parts.chat.findMessage(em, viewer, input.messageId);
    if (original.role !== MessageRole.USER) throw badInput('messageId', 'Only a question can be edited.');
    const tokenCount = await this.#parts.tokenizer.countTokensInSlices(text);
    return this.#write(em, viewer, requestedAt, async (tx) => {
      this.#assertAccepting();
      const session = await this.#parts.chat.lockSession(tx, viewer, original.session.id);
      await assertIdle(tx, session);
      const parent = original.parentId ? await tx.findOneOrFail(Message, { id: original.parentId }) : null;
      const { documentIds } = await askedIn(tx, original);
      const plan = await this.#plan(tx, viewer, session, input, session.modelId, { text, documentIds });
      const content = { text, tokenCount, requestHash: null, documentIds };
      return { turn: await this.#ask(tx, session, parent, content, plan), plan };
    });
  }

  /** The first question of a new conversation. */
  async #askInNew(
    em: SqlEntityManager,
    viewer: Viewer,
    input: SendMessageInput,
    asked: Omit<QuestionContent, 'documentIds'>,
    requestedAt: number,
  ): Promise<Turn> {
    this.#assertAccepting();
    if (isGiven(input.parentId)) throw new ParleyError('NOT_FOUND', 'Message not found.', { field: 'parentId' });
    const { chat, documents, instanceId } = this.#parts;
    const { session, preferred } = await chat.newSession(em, viewer, { modelId: input.modelId });
    const documentIds = await documents.assertOwn(em, viewer, input.documentIds ?? []);
    const plan = this.#planFor(session, input, session.modelId, { text: asked.text, documentIds }, preferred);
    session.title = titleFromQuestion(asked.text);
    const { question, parts } = newQuestion(session, null, { ...asked, documentIds });
    const turn = await writeTurn(em, { session, isNewSession: true, question, questionParts: parts, plan, instanceId });
    return this.#begin(viewer, turn, plan, requestedAt);
  }

  /** The next question of a conversation. */
  async #askIn(
    em: SqlEntityManager,
    viewer: Viewer,
    sessionId: string,
    input: SendMessageInput,
    asked: Omit<QuestionContent, 'documentIds'>,
    requestedAt: number,
  ): Promise<Turn> {
    return this.#write(em, viewer, requestedAt, async (tx) => {
      const session = await this.#parts.chat.lockSession(tx, viewer, sessionId);
      // Looked up under the lock: what sent it first may have been committed while this one waited.
      const repeated = asked.id ? await tx.findOne(Message, { id: asked.id }) : null;
      if (repeated) return { turn: await this.#repeat(tx, viewer, repeated, asked.requestHash!), plan: null };
      this.#assertAccepting();
      await assertIdle(tx, session);
      const parent = await this.#parentIn(tx, session, input.parentId);
      const documentIds = await this.#parts.documents.assertOwn(tx, viewer, input.documentIds ?? []);
      const plan = await this.#plan(tx, viewer, session, input, session.modelId, { text: asked.text, documentIds });
      return { turn: await this.#ask(tx, session, parent, { ...asked, documentIds }, plan), plan };
    });
  }

  async #ask(
    tx: SqlEntityManager,
    session: ChatSession,
    parent: Message | null,
    content: QuestionContent,
    plan: AnswerPlan,
  ): Promise<Turn> {
    if (session.titleSource === TitleSource.DEFAULT && !parent) session.title = titleFromQuestion(content.text);
    const { question, parts } = newQuestion(session, parent, content);
    return writeTurn(tx, { session, question, questionParts: parts, plan, instanceId: this.#parts.instanceId });
  }

  async #answerAgain(
    em: SqlEntityManager,
    viewer: Viewer,
    answer: Message,
    asked: Asked,
    continued: string | null,
    requestedAt: number,
  ): Promise<Turn> {
    return this.#write(em, viewer, requestedAt, async (tx) => {
      this.#assertAccepting();
      const session = await this.#parts.chat.lockSession(tx, viewer, answer.session.id);
      await assertIdle(tx, session);
      const question = await tx.findOneOrFail(Message, { id: answer.parentId! });
      const usual = answer.modelId ?? session.modelId;
      const plan = { ...(await this.#plan(tx, viewer, session, asked, usual, await askedIn(tx, question))), continued };
      return { turn: await writeTurn(tx, { session, question, plan, instanceId: this.#parts.instanceId }), plan };
    });
  }

  /** Runs the transaction, and only after its commit starts the run and tells the lists. */
  async #write(
    em: SqlEntityManager,
    viewer: Viewer,
    requestedAt: number,
    work: (tx: SqlEntityManager) => Promise<{ turn: Turn; plan: AnswerPlan | null }>,
  ): Promise<Turn> {
    const { turn, plan } = await em.transactional(async (transaction) => {
      const written = await work(transaction as SqlEntityManager);
      // What changed is written: the unit of work has nothing to add.
      transaction.clear();
      return written;
    });
    return plan ? this.#begin(viewer, turn, plan, requestedAt) : turn;
  }

  /** Starts the run of a turn that is committed, and tells the lists. */
  #begin(viewer: Viewer, turn: Turn, plan: AnswerPlan, requestedAt: number): Turn {
    this.#parts.executor.start(orderOf(turn, plan, requestedAt));
    this.#parts.sessions.publish(viewer.id, turn.session.id);
    return turn;
  }

  async #plan(
    tx: SqlEntityManager,
    viewer: Viewer,
    session: ChatSession,
    asked: Asked,
    usualModel: string,
    question: AskedQuestion,
  ): Promise<AnswerPlan> {
    const { parameters } = await this.#parts.preferences.preferencesOf(tx, viewer.id);
    return this.#planFor(session, asked, usualModel, question, parameters);
  }

  #planFor(
    session: ChatSession,
    asked: Asked,
    usualModel: string,
    question: AskedQuestion,
    preferred: GenerationParameters,
  ): AnswerPlan {
    const { catalogue } = this.#parts;
    const modelId = asked.modelId ?? usualModel;
    catalogue.resolve(modelId);
    const maxOutputTokens = catalogue.maxOutputTokens(modelId);
    const own = checkParameters(asked.parameters, maxOutputTokens);
    const parameters = mergeParameters(own, session.parameters, preferred);
    if (parameters.maxTokens) parameters.maxTokens = Math.min(parameters.maxTokens, maxOutputTokens);
    return { modelId, parameters, systemPrompt: session.systemPrompt, continued: null, question };
  }

  async #parentIn(
    tx: SqlEntityManager,
    session: ChatSession,
    parentId: string | null | undefined,
  ): Promise<Message | null> {
    const id = parentId ?? session.activeLeafId;
    if (id === null) return null;
    const parent = isId(id) ? await tx.findOne(Message, { id, session: session.id, deletedAt: null }) : null;
    if (!parent) throw new ParleyError('NOT_FOUND', 'Message not found.', { field: 'parentId' });
    return parent;
  }

  async #findAnswer(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Message> {
    const message = await this.#parts.chat.findMessage(em, viewer, id);
    if (message.role !== MessageRole.ASSISTANT)
      throw badInput('messageId', 'messageId must be an answer, not a question.');
    return message;
  }

  /** The turn an earlier request with the same message id has made. */
  async #repeat(em: SqlEntityManager, viewer: Viewer, question: Message, hash: string): Promise<Turn> {
    const session = await em.findOne(ChatSession, { id: question.session.id, owner: viewer.id });
    if (!session || question.requestHash !== hash) {
      throw new ParleyError('IDEMPOTENCY_CONFLICT', 'This messageId was used for another message.', {
        field: 'messageId',
      });
    }
    const [answer] = await em.find(
      Message,
      { parentId: question.id },
      { orderBy: { createdAt: 'asc', id: 'asc' }, limit: 1 },
    );
    const run = answer ? await em.findOne(Run, { message: answer.id }) : null;
    if (!answer || !run) throw notFound('Message');
    return { session, question, answer, run };
  }

  #assertAccepting(): void {
    if (this.#parts.executor.acceptsRuns) return;
    throw new ParleyError('RATE_LIMITED', 'The server is restarting. Try again in a few seconds.', { retryAfter: 10 });
  }
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** What an earlier question asked. */
async function askedIn(em: SqlEntityManager, question: Message): Promise<AskedQuestion> {
  const parts = (await findParts(em, [question.id])).get(question.id) ?? [];
  return { text: textOf(parts), documentIds: parts.flatMap((part) => (part.type === 'file' ? [part.documentId] : [])) };
}
