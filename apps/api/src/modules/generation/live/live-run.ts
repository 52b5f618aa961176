import type { RunEvent } from '@parley/run-events';
import type { GenerationSettings } from '../../../ports/language-model.ts';
import type { Message } from '../../chat/index.ts';
import type { GenerationParameters } from '../../models/index.ts';
import { RunRecorder } from './run-recorder.ts';

/** What a run is started with, all of it committed. */
export interface RunOrder {
  runId: string;
  ownerId: string;
  sessionId: string;
  /** Whose rows of the log it shares. */
  segmentId: string;
  /** The answer's message. */
  messageId: string;
  /** The message it answers. */
  questionId: string;
  modelId: string;
  parameters: GenerationParameters;
  systemPrompt: string | null;
  /** Text of an unfinished answer to write on. */
  continued: string | null;
  questionText: string;
  /** Tokens of the question when it is the first of its branch, so that no history need be read; else null. */
  firstQuestionTokens: number | null;
  /** Documents that came with the question: then only these are looked into. */
  documentIds: readonly string[];
  /** Whether its owner has any document to answer from; null when that was not looked up. */
  hasDocuments: boolean | null;
  /** Whether a summary stands for older messages that do not fit. */
  usesSummaries: boolean;
  /** The question is its first, and the conversation has no title of its own yet. */
  isUntitled: boolean;
  /** The message it writes, as it was saved. */
  answer: Message;
  /** When the request came, in milliseconds of `performance.now()`. */
  requestedAt: number;
}

/** Why a run is stopped before the model is done. */
export class RunStopped extends Error {
  readonly status: 'CANCELLED' | 'INTERRUPTED';

  constructor(status: 'CANCELLED' | 'INTERRUPTED') {
    super(status === 'CANCELLED' ? 'Stopped.' : 'The server is shutting down.');
    this.status = status;
  }
}

/** A run this instance is generating. */
export class LiveRun {
  readonly order: RunOrder;
  readonly recorder: RunRecorder;
  /** The parameters that the model was really sent; null where its provider does not say. */
  sent: GenerationSettings | null = null;
  /** Resolves when the run has ended and its end is told. */
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();
  readonly #watchers = new Map<() => void, number>();
  #markEnded!: () => void;
  #firstTokenAt: number | null = null;

  constructor(order: RunOrder, publish: (event: RunEvent) => void) {
    this.order = order;
    const { runId: id, messageId, segmentId } = order;
    this.recorder = new RunRecorder({ id, messageId, segmentId }, publish);
    this.ended = new Promise((resolve) => (this.#markEnded = resolve));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  stop(status: 'CANCELLED' | 'INTERRUPTED'): void {
    this.#abort.abort(new RunStopped(status));
  }

  /**
   * Calls back when it is not known how the run ended, nor will be for a while: the database cannot be reached.
   * @returns stops that.
   */
  onUnknownEnd(listener: () => void): () => void {
    this.#watchers.set(listener, performance.now());
    return () => void this.#watchers.delete(listener);
  }

  /** Nobody is left waiting for an end for longer than this, in milliseconds. */
  sendWatchersAway(patience: number): void {
    const now = performance.now();
    for (const [listener, since] of this.#watchers) if (now - since >= patience) listener();
  }

  markEnded(): void {
    this.#markEnded();
  }

  /** @returns true the first time. */
  markFirstToken(): boolean {
    if (this.#firstTokenAt !== null) return false;
    this.#firstTokenAt = performance.now();
    return true;
  }

  get timeToFirstTokenMs(): number | null {
    return this.#firstTokenAt === null ? null : Math.round(this.#firstTokenAt - this.order.requestedAt);
  }

  get durationMs(): number {
    return Math.round(performance.now() - this.order.requestedAt);
  }
}
