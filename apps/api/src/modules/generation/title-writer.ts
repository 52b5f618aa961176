import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import type { Log } from '../../kernel/log.ts';
import type { LanguageModelProvider, ReportedUsage } from '../../ports/language-model.ts';
import type { JobKind, JobTurn, Queue } from '../../ports/queue.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { ChatSession, findParts, type SessionEvents, TitleSource } from '../chat/index.ts';
import type { ModelCatalogue } from '../models/index.ts';
import { RequestType, type UsageService } from '../usage/index.ts';
import type { RunOrder } from './live-run.ts';
import { Run } from './run.entity.ts';
import { cleanTitle, titlePrompt } from './title.rules.ts';

export interface TitleWriterParts {
  fork: () => SqlEntityManager;
  queue: Queue;
  catalogue: ModelCatalogue;
  usage: UsageService;
  tokenizer: Tokenizer;
  sessions: SessionEvents;
  log: Log;
}

/** Naming one conversation; the key is the id of the run that answers its first question. */
const writeTitle: JobKind = { name: 'write-title', concurrency: 2, retries: 2 };

/** Room for a title of a model that thinks a little first. */
const MAX_TOKENS = 60;
const TIME_LIMIT = 30_000;
/** A model that does not stop is not listened to any longer. */
const MAX_CHARACTERS = 2_000;

interface TitleAnswer {
  text: string;
  usage: ReportedUsage | null;
  durationMs: number;
  /** Why there is none; null for an answer that came to its end. */
  error: unknown;
}

/** Lets the model name a new conversation, in a job: nothing waits for it, and a restart does not lose it. */
export class TitleWriter {
  readonly #parts: TitleWriterParts;

  constructor(parts: TitleWriterParts) {
    this.#parts = parts;
  }

  /** Begins to work on the titles that are due. */
  start(): Promise<void> {
    return this.#parts.queue.work(writeTitle, (runId, turn) => this.#write(runId, turn));
  }

  /** Does nothing for a conversation that has a title, or a model that only imitates one. Returns at once. */
  request(order: RunOrder): void {
    if (!order.isUntitled) return;
    const { catalogue, fork, queue, log } = this.#parts;
    if (catalogue.resolve(order.modelId).provider.isImitation) return;
    fork()
      .transactional((tx) => queue.add(tx as SqlEntityManager, writeTitle, order.runId))
      .then(
        () => queue.wake(writeTitle),
        (error: unknown) => log.warn({ sessionId: order.sessionId, error }, 'a title could not be asked for'),
      );
  }

  async #write(runId: string, { signal }: JobTurn): Promise<void> {
    const { catalogue, fork, sessions } = this.#parts;
    const em = fork();
    const run = await em.findOne(Run, { id: runId }, { populate: ['session', 'message'] });
    // Deleted, or named meanwhile.
    if (!run || run.session.$.titleSource !== TitleSource.DEFAULT) return;
    const questionId = run.message.$.parentId!;
    const question = textOf((await findParts(em, [questionId])).get(questionId) ?? []);
    const { provider, name } = catalogue.resolve(run.modelId);
    const messages = titlePrompt(question);
    const answer = await this.#ask(provider, name, messages, signal);
    signal.throwIfAborted();
    await this.#save(run, messages.map(({ content }) => content).join('\n'), answer);
    sessions.publish(run.owner.id, run.session.id);
    if (answer.error) throw answer.error;
  }

  /** Writes down what it cost, and the title if there is one. */
  async #save(run: Run, prompt: string, answer: TitleAnswer): Promise<void> {
    const { fork, tokenizer, usage } = this.#parts;
    const failed = answer.error !== null;
    const title = failed ? null : cleanTitle(answer.text);
    const counted = answer.usage ?? {
      promptTokens: failed && answer.text === '' ? 0 : await tokenizer.countTokensInSlices(prompt),
      completionTokens: await tokenizer.countTokensInSlices(answer.text),
    };
    await fork().transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      await usage.record(tx, {
        userId: run.owner.id,
        requestType: RequestType.TITLE,
        modelId: run.modelId,
        sessionId: run.session.id,
        runId: run.id,
        ...counted,
        isEstimated: answer.usage === null,
        durationMs: answer.durationMs,
        timeToFirstTokenMs: null,
        failed,
      });
      if (title === null) return;
      await tx.nativeUpdate(
        ChatSession,
        { id: run.session.id, titleSource: TitleSource.DEFAULT },
        { title, titleSource: TitleSource.MODEL, updatedAt: new Date() },
      );
    });
  }

  async #ask(
    provider: LanguageModelProvider,
    model: string,
    messages: ReturnType<typeof titlePrompt>,
    stop: AbortSignal,
  ): Promise<TitleAnswer> {
    const startedAt = performance.now();
    const answer: TitleAnswer = { text: '', usage: null, durationMs: 0, error: null };
    try {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(TIME_LIMIT)]);
      const request = { model, messages, settings: { maxTokens: MAX_TOKENS }, signal };
      for await (const event of provider.stream(request)) {
        if (event.type === 'text') answer.text += event.delta;
        if (answer.text.length > MAX_CHARACTERS) break;
        if (event.type === 'finish') answer.usage = event.usage;
      }
    } catch (error) {
      answer.error = error;
    }
    answer.durationMs = Math.round(performance.now() - startedAt);
    return answer;
  }
}
