import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ChatMessage, ReportedUsage } from '../../ports/language-model.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import type { ModelCatalogue } from '../models/index.ts';
import type { RequestType } from './token-usage.entity.ts';
import type { UsageService } from './usage.service.ts';

/** What a model is asked for beside the conversation: a short text that nobody watches. */
export interface BackgroundRequest {
  modelId: string;
  messages: readonly ChatMessage[];
  maxTokens: number;
  /** A model that does not stop is not listened to any longer. */
  maxCharacters: number;
  /** In milliseconds. */
  timeLimit: number;
  /** Aborts when the server stops. */
  signal: AbortSignal;
}

/** How a call went, with what it is accounted by. */
export interface BackgroundAnswer {
  modelId: string;
  text: string;
  usage: ReportedUsage;
  /** True when the counts were made with a tokenizer. */
  isEstimated: boolean;
  /** In milliseconds. */
  durationMs: number;
  /** Why it did not come to its end; null when it did. */
  error: unknown;
}

/** For whom, and for what, a model was asked. */
export interface BackgroundPayer {
  userId: string;
  requestType: RequestType;
  sessionId: string;
  runId: string;
}

/** Asks models for short texts in jobs, and writes down what that took. */
export class BackgroundCalls {
  readonly #catalogue: ModelCatalogue;
  readonly #usage: UsageService;
  readonly #tokenizer: Tokenizer;

  constructor(catalogue: ModelCatalogue, usage: UsageService, tokenizer: Tokenizer) {
    this.#catalogue = catalogue;
    this.#usage = usage;
    this.#tokenizer = tokenizer;
  }

  /**
   * Asks a model and waits for its end. A failure of the provider is given back, to be accounted like all else.
   * @throws what the signal was aborted with; ParleyError for a model that cannot be asked.
   */
  async ask(request: BackgroundRequest): Promise<BackgroundAnswer> {
    const { provider, name } = this.#catalogue.resolve(request.modelId);
    const { messages, maxTokens, maxCharacters, timeLimit } = request;
    const startedAt = performance.now();
    let text = '';
    let thoughts = '';
    let reported: ReportedUsage | null = null;
    let error: unknown = null;
    try {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeLimit)]);
      for await (const event of provider.stream({ model: name, messages, settings: { maxTokens }, signal })) {
        if (event.type === 'text') text += event.delta;
        if (event.type === 'reasoning') thoughts += event.delta;
        if (event.type === 'textWasReasoning') [thoughts, text] = [thoughts + text, ''];
        if (text.length > maxCharacters) break;
        if (event.type === 'finish') reported = event.usage;
      }
    } catch (caught) {
      error = caught;
    }
    const durationMs = Math.round(performance.now() - startedAt);
    request.signal.throwIfAborted();
    const usage = reported ?? (await this.#estimate(messages, thoughts + text, error !== null));
    return { modelId: request.modelId, text, usage, isEstimated: reported === null, durationMs, error };
  }

  /** Writes a call down, also one that failed, in the caller's transaction. */
  async record(tx: SqlEntityManager, answer: BackgroundAnswer, payer: BackgroundPayer): Promise<void> {
    const { modelId, usage, isEstimated, durationMs, error } = answer;
    await this.#usage.record(tx, {
      ...payer,
      modelId,
      promptTokens: usage.promptTokens,
      completionTokens: usage.completionTokens,
      isEstimated,
      durationMs,
      timeToFirstTokenMs: null,
      failed: error !== null,
    });
  }

  /** Nothing is charged for what was refused before anything was written. */
  async #estimate(messages: readonly ChatMessage[], text: string, hasFailed: boolean): Promise<ReportedUsage> {
    const prompt = messages.map(({ content }) => content).join('\n');
    return {
      promptTokens: hasFailed && text === '' ? 0 : await this.#tokenizer.countTokensInSlices(prompt),
      completionTokens: await this.#tokenizer.countTokensInSlices(text),
    };
  }
}
