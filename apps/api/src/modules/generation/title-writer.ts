import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../../kernel/log.ts';
import type { LanguageModelProvider, ReportedUsage } from '../../ports/language-model.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { type SessionEvents, TitleSource } from '../chat/index.ts';
import type { ModelCatalogue } from '../models/index.ts';
import { RequestType, type UsageService } from '../usage/index.ts';
import type { RunOrder } from './live-run.ts';
import { cleanTitle, titlePrompt } from './title.rules.ts';

export interface TitleWriterParts {
  fork: () => SqlEntityManager;
  catalogue: ModelCatalogue;
  usage: UsageService;
  tokenizer: Tokenizer;
  sessions: SessionEvents;
  log: Log;
}

/** Room for a title of a model that thinks a little first. */
const MAX_TOKENS = 60;
const TIME_LIMIT = 30_000;
/** A model that does not stop is not listened to any longer. */
const MAX_CHARACTERS = 2_000;

interface TitleAnswer {
  text: string;
  usage: ReportedUsage | null;
  durationMs: number;
  failed: boolean;
}

/** Lets the model name a new conversation while it answers. Nothing waits for it, and it may fail. */
export class TitleWriter {
  readonly #parts: TitleWriterParts;

  constructor(parts: TitleWriterParts) {
    this.#parts = parts;
  }

  /** Does nothing for a conversation that has a title, or a model that only imitates one. */
  start(order: RunOrder): void {
    if (order.titleFrom === null) return;
    const { provider, name } = this.#parts.catalogue.resolve(order.modelId);
    if (provider.isImitation) return;
    this.#write(order, order.titleFrom, provider, name).catch((error: unknown) =>
      this.#parts.log.warn({ sessionId: order.sessionId, error }, 'title could not be written'),
    );
  }

  async #write(order: RunOrder, question: string, provider: LanguageModelProvider, model: string): Promise<void> {
    const messages = titlePrompt(question);
    const answer = await this.#ask(provider, model, messages);
    const title = answer.failed ? null : cleanTitle(answer.text);
    const { tokenizer, usage, sessions } = this.#parts;
    const prompt = messages.map(({ content }) => content).join('\n');
    const counted = answer.usage ?? {
      promptTokens: answer.failed && answer.text === '' ? 0 : await tokenizer.countTokensInSlices(prompt),
      completionTokens: await tokenizer.countTokensInSlices(answer.text),
    };
    await this.#parts.fork().transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      await usage.record(tx, {
        userId: order.ownerId,
        requestType: RequestType.TITLE,
        modelId: order.modelId,
        sessionId: order.sessionId,
        runId: order.runId,
        ...counted,
        isEstimated: answer.usage === null,
        durationMs: answer.durationMs,
        timeToFirstTokenMs: null,
        failed: answer.failed,
      });
      if (title) {
        await tx.execute(
          'update chat_sessions set title = ?, title_source = ?, updated_at = now() where id = ? and title_source = ?',
          [title, TitleSource.MODEL, order.sessionId, TitleSource.DEFAULT],
        );
      }
    });
    sessions.publish(order.ownerId, order.sessionId);
  }

  async #ask(
    provider: LanguageModelProvider,
    model: string,
    messages: ReturnType<typeof titlePrompt>,
  ): Promise<TitleAnswer> {
    const startedAt = performance.now();
    const answer: TitleAnswer = { text: '', usage: null, durationMs: 0, failed: false };
    try {
      const request = { model, messages, settings: { maxTokens: MAX_TOKENS }, signal: AbortSignal.timeout(TIME_LIMIT) };
      for await (const event of provider.stream(request)) {
        if (event.type === 'text') answer.text += event.delta;
        if (answer.text.length > MAX_CHARACTERS) break;
        if (event.type === 'finish') answer.usage = event.usage;
      }
    } catch {
      answer.failed = true;
    }
    answer.durationMs = Math.round(performance.now() - startedAt);
    return answer;
  }
}
