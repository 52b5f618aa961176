import { LockMode, ref } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { logFailure } from '../../db/errors/log-failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { JobKind, JobAttempt, Queue } from '../../ports/queue.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { ChatSession, Message, type SessionEvents } from '../chat/index.ts';
import type { ModelCatalogue } from '../models/index.ts';
import type { PreferencesService } from '../preferences/index.ts';
import { type BackgroundCalls, RequestType } from '../usage/index.ts';
import { ConversationSummary } from './conversation-summary.entity.ts';
import { nextPiece, type SummaryPiece } from './summary-piece.ts';
import { summaryPrompt } from './summary-prompt.rules.ts';
import { beginningOf, cleanSummary, isSummaryDue } from './summary.rules.ts';

/** An answer that has ended, and the model that wrote it. */
export interface AnsweredRun {
  runId: string;
  ownerId: string;
  sessionId: string;
  /** The answer’s message. */
  messageId: string;
  modelId: string;
  /** Tokens the history could take. */
  historyBudget: number;
}

/** What an answer tells of the length of its conversation. */
export interface HistoryLength {
  sessionId: string;
  modelId: string;
  /** Tokens of the history with the answer, about. */
  historyTokens: number;
  historyBudget: number;
  /** Messages were left out. */
  isTrimmed: boolean;
}

export interface SummaryWriterParts {
  fork: () => SqlEntityManager;
  queue: Queue;
  catalogue: ModelCatalogue;
  calls: BackgroundCalls;
  tokenizer: Tokenizer;
  preferences: PreferencesService;
  sessions: SessionEvents;
  /** The newest answer of a conversation that is not deleted; answered by the room that generates. */
  latestAnswer: (em: SqlEntityManager, sessionId: string) => Promise<AnsweredRun | null>;
  log: Log;
}

/** Summarising what is older in one conversation; the key is its id. */
const writeSummary: JobKind = { name: 'write-summary', concurrency: 2, retries: 2 };

/** Calls one job may take; the next answer asks for the rest. */
const MAX_CALLS = 10;
/** In milliseconds; a provider that falls silent is given up before. */
const TIME_LIMIT = 300_000;
/** More than any language has in a token, on average. */
const CHARACTERS_PER_TOKEN = 8;

/**
 * Lets the model write down what is older in a long conversation, in a job: nothing waits for it, and a restart does
 * not lose it. Each call is kept as a summary of its own, so that what was paid for is not asked for again.
 */
export class SummaryWriter {
  readonly #parts: SummaryWriterParts;

  constructor(parts: SummaryWriterParts) {
    this.#parts = parts;
  }

  /** Begins to work on the summaries that are due. */
  start(): Promise<void> {
    return this.#parts.queue.work(writeSummary, (sessionId, attempt) => this.#work(sessionId, attempt));
  }

  /** Does nothing while there is room, or for a model that only imitates one. Returns at once. */
  request(history: HistoryLength): void {
    const { sessionId, historyTokens, historyBudget, isTrimmed } = history;
    if (!isTrimmed && !isSummaryDue(historyTokens, historyBudget)) return;
    this.#add(history).catch((error: unknown) =>
      logFailure(this.#parts.log, { sessionId }, error, 'a summary could not be asked for'),
    );
  }

  async #add({ sessionId, modelId }: HistoryLength): Promise<void> {
    const { catalogue, fork, queue } = this.#parts;
    if (catalogue.resolve(modelId).provider.isImitation) return;
    await fork().transactional((tx) => queue.add(tx as SqlEntityManager, writeSummary, sessionId));
    queue.wake(writeSummary);
  }

  async #work(sessionId: string, { signal }: JobAttempt): Promise<void> {
    const { catalogue, fork, latestAnswer } = this.#parts;
    const em = fork();
    const answer = (await this.#isWanted(em, sessionId)) ? await latestAnswer(em, sessionId) : null;
    if (!answer || catalogue.resolve(answer.modelId).provider.isImitation) return;
    const branch = { ...answer, maxOutputTokens: catalogue.maxOutputTokens(answer.modelId) };
    for (let call = 0; call < MAX_CALLS; call++) {
      const piece = await nextPiece(fork(), branch, call > 0);
      if (!piece || !(await this.#summarise(answer, piece, signal))) return;
    }
  }

  async #isWanted(em: SqlEntityManager, sessionId: string): Promise<boolean> {
    const session = await em.findOne(ChatSession, { id: sessionId, deletedAt: null });
    if (!session) return false;
    const { autoSummarisation } = await this.#parts.preferences.preferencesOf(em, session.owner.id);
    return session.autoSummarisation ?? autoSummarisation;
  }

  /**
   * @returns false when the model wrote nothing, or the messages were deleted meanwhile.
   * @throws what the provider failed with, once it is accounted.
   */
  async #summarise(answer: AnsweredRun, piece: SummaryPiece, signal: AbortSignal): Promise<boolean> {
    const { calls, fork, sessions } = this.#parts;
    const { runId, ownerId, sessionId, modelId } = answer;
    const { summaryTokens, maxTokens } = piece.limits;
    const call = await calls.ask({
      modelId,
      messages: summaryPrompt(piece.previous, piece.quoted, summaryTokens),
      maxTokens,
      maxCharacters: summaryTokens * CHARACTERS_PER_TOKEN,
      timeLimit: TIME_LIMIT,
      signal,
    });
    const summary = call.error === null ? await this.#fitting(cleanSummary(call.text), summaryTokens) : null;
    const isKept = await fork().transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      await calls.record(tx, call, { userId: ownerId, requestType: RequestType.SUMMARY, sessionId, runId });
      return summary !== null && (await keep(tx, { ...summary, modelId }, piece));
    });
    sessions.publish(ownerId, sessionId);
    if (call.error) throw call.error;
    return isKept;
  }

  async #fitting(text: string, mostTokens: number): Promise<{ text: string; tokenCount: number } | null> {
    const { tokenizer } = this.#parts;
    let fit = text;
    let tokenCount = await tokenizer.countTokensInSlices(fit);
    while (tokenCount > mostTokens) {
      fit = beginningOf(fit, (mostTokens / tokenCount) * 0.95);
      tokenCount = await tokenizer.countTokensInSlices(fit);
    }
    return fit === '' ? null : { text: fit, tokenCount };
  }
}

/** @returns false when its messages were deleted meanwhile: then nothing is kept. */
async function keep(
  tx: SqlEntityManager,
  summary: { text: string; tokenCount: number; modelId: string },
  { lastMessageId, messageCount }: SummaryPiece,
): Promise<boolean> {
  const lockMode = LockMode.PESSIMISTIC_READ;
  const message = await tx.findOne(Message, { id: lastMessageId, deletedAt: null }, { lockMode });
  if (!message) return false;
  const row = { ...summary, session: message.session, message: ref(message), messageCount };
  await tx.persist(Object.assign(new ConversationSummary(), row)).flush();
  return true;
}
