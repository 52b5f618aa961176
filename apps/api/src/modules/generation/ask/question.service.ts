import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { editMessageInput, sendMessageInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { badInput, notFound, ParleyError } from '../../../kernel/errors.ts';
import { isGiven } from '../../../kernel/given.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import {
  type ChatService,
  ChatSession,
  Message,
  MessageRole,
  TitleSource,
  titleFromQuestion,
} from '../../chat/index.ts';
import type { DocumentService } from '../../knowledge/index.ts';
import type { EditMessageInput, SendMessageInput } from './send-message.type.ts';
import { readSendPrecondition } from './send-precondition.ts';
import { requestHash } from './request-hash.rules.ts';
import { Run } from '../run/run.entity.ts';
import type { TurnStarter } from './turn-starter.ts';
import {
  findAskedQuestion,
  type AnswerPlan,
  assertIdle,
  newQuestion,
  type NewTurn,
  type QuestionContent,
  runInProgress,
  type Turn,
} from './turn-repository.ts';

/** How often a conversation may change between reading and writing. */
const MAX_ATTEMPTS = 5;

export interface QuestionParts {
  chat: ChatService;
  documents: DocumentService;
  tokenizer: Tokenizer;
  turns: TurnStarter;
  fork: () => SqlEntityManager;
}

/** A question on its way, its text checked. */
interface Sending {
  em: SqlEntityManager;
  viewer: Viewer;
  input: SendMessageInput;
  asked: QuestionContent;
  /** Rejects when the person asks too much. */
  admission: Promise<void>;
  requestedAt: number;
}

/** Asking questions. Returns when everything about a turn is committed; the answer is written afterwards. */
export class QuestionService {
  readonly #parts: QuestionParts;
  readonly #turns: TurnStarter;

  constructor(parts: QuestionParts) {
    this.#parts = parts;
    this.#turns = parts.turns;
  }

  /**
   * Asks a question, in a new conversation if none is named. The same `messageId` again gives the first result back.
   * @param admission rejects when the person asks too much; what is needed meanwhile is read beside it.
   */
  async send(em: SqlEntityManager, viewer: Viewer, input: SendMessageInput, admission: Promise<void>): Promise<Turn> {
    const requestedAt = performance.now();
    // Whoever fails before it is waited for does not look at it.
    admission.catch(() => {});
    const { text, documentIds } = checkInput(sendMessageInput, input);
    const hash = requestHash(input);
    const tokenCount = await this.#parts.tokenizer.countTokensInSlices(text);
    const asked = { id: input.messageId, text, documentIds: documentIds ?? [], tokenCount, requestHash: hash };
    const sending = { em, viewer, input, asked, admission, requestedAt };
    try {
      return isGiven(input.sessionId) ? await this.#askIn(input.sessionId, sending) : await this.#askInNew(sending);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException) || !isGiven(input.messageId)) throw error;
      // It was sent before.
      return this.#repeat(this.#parts.fork(), viewer, input.messageId, hash);
    }
  }

  /** Asks a question differently: a sibling of the old one, answered. */
  async edit(em: SqlEntityManager, viewer: Viewer, input: EditMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const { text } = checkInput(editMessageInput, input);
    const original = await this.#parts.chat.findMessage(em, viewer, input.messageId);
    if (original.role !== MessageRole.USER) throw badInput('messageId', 'Only a question can be edited.');
    const tokenCount = await this.#parts.tokenizer.countTokensInSlices(text);
    return this.#turns.transact(em, viewer, requestedAt, async (tx) => {
      const session = await this.#parts.chat.lockSession(tx, viewer, original.session.id);
      await assertIdle(tx, session);
      const parent = original.parentId ? await tx.findOneOrFail(Message, { id: original.parentId }) : null;
      const { documentIds } = await findAskedQuestion(tx, original);
      const plan = await this.#turns.plan(tx, viewer, session, input, session.modelId, { text, documentIds });
      const content = { text, tokenCount, requestHash: null, documentIds };
      return asking(session, parent, content, plan);
    });
  }

  /** The first question of a new conversation. */
  async #askInNew({ em, viewer, input, asked, admission, requestedAt }: Sending): Promise<Turn> {
    this.#turns.assertAccepting();
    if (isGiven(input.parentId)) throw parentNotFound();
    const { chat, documents } = this.#parts;
    const reading = chat.newSession(em, viewer, { modelId: input.modelId });
    const [{ session, preferences }] = await Promise.all([reading, admission]);
    await documents.assertOwn(em, viewer, asked.documentIds);
    const known = { preferences, hasDocuments: null };
    const plan = this.#turns.planFor(session, input, session.modelId, asked, known);
    const turn = { ...asking(session, null, asked, plan), isNewSession: true };
    const started = await this.#turns.start(em, viewer, turn, requestedAt);
    if (!started) throw runInProgress();
    return started;
  }

  /** The next question of a conversation: read and written without a lock, and read again when it changed meanwhile. */
  async #askIn(sessionId: string, sending: Sending): Promise<Turn> {
    const { em, viewer, input, asked, admission, requestedAt } = sending;
    const parentId = input.parentId ?? null;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const reading = readSendPrecondition(em, viewer, sessionId, parentId, asked.id ?? null);
      const [precondition] = await Promise.all([reading, admission]);
      if (!precondition) throw notFound('Conversation');
      if (precondition.isRepeated) return this.#repeat(em, viewer, asked.id!, asked.requestHash!);
      this.#turns.assertAccepting();
      if (precondition.isBusy) throw runInProgress();
      if (parentId !== null && !precondition.parent) throw parentNotFound();
      const { session, parent } = precondition;
      await this.#parts.documents.assertOwn(em, viewer, asked.documentIds);
      const plan = this.#turns.planFor(session, input, session.modelId, asked, precondition);
      const turn = asking(session, parent, asked, plan);
      const started = await this.#turns.start(em, viewer, turn, requestedAt);
      if (started) return started;
    }
    throw runInProgress();
  }

  /** The turn an earlier request with the same message id has made. */
  async #repeat(em: SqlEntityManager, viewer: Viewer, messageId: string, hash: string): Promise<Turn> {
    const question = await em.findOneOrFail(Message, { id: messageId });
    const session = await em.findOne(ChatSession, { id: question.session.id, owner: viewer.id });
    if (!session || question.requestHash !== hash) {
      throw new ParleyError('IDEMPOTENCY_CONFLICT', 'This messageId was already used for another message.', {
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
}

/** A question below `parent`, which names a conversation that has no name yet. */
function asking(
  session: ChatSession,
  parent: Pick<Message, 'id' | 'depth'> | null,
  content: QuestionContent,
  plan: AnswerPlan,
): NewTurn {
  if (session.titleSource === TitleSource.DEFAULT && !parent) session.entitle(titleFromQuestion(content.text));
  const { question, parts } = newQuestion(session, parent, content);
  return { session, question, questionParts: parts, isNewQuestion: true, plan };
}

const parentNotFound = (): ParleyError => new ParleyError('NOT_FOUND', 'Message not found.', { field: 'parentId' });
