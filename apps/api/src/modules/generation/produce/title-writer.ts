import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import { searchVector } from '../../../text-search/search-vector.ts';
import type { JobKind, JobAttempt, Queue } from '../../../ports/queue.ts';
import { ChatSession, findParts, type SessionEvents, TitleSource } from '../../chat/index.ts';
import type { ModelCatalogue } from '../../models/index.ts';
import { type BackgroundAnswer, type BackgroundCalls, RequestType } from '../../usage/index.ts';
import type { RunSpec } from '../run/run-spec.ts';
import { Run } from '../run/run.entity.ts';
import { cleanTitle, titlePrompt } from './title.rules.ts';

export interface TitleWriterParts {
  fork: () => SqlEntityManager;
  queue: Queue;
  catalogue: ModelCatalogue;
  calls: BackgroundCalls;
  sessions: SessionEvents;
  log: Log;
}

/** Naming one conversation; the key is the id of the run that answers its first question. */
const writeTitle: JobKind = { name: 'write-title', concurrency: 2, retries: 2 };

/** Room for a title of a model that thinks first: what it thinks counts, too, and it would end without a word. */
const MAX_TOKENS = 1_000;
const TIME_LIMIT = 30_000;
/** Thoughts that its server leaves in the text included. */
const MAX_CHARACTERS = 6_000;

/** Lets the model name a new conversation, in a job: nothing waits for it, and a restart does not lose it. */
export class TitleWriter {
  readonly #parts: TitleWriterParts;

  constructor(parts: TitleWriterParts) {
    this.#parts = parts;
  }

  /** Begins to work on the titles that are due. */
  start(): Promise<void> {
    return this.#parts.queue.work(writeTitle, (runId, attempt) => this.#write(runId, attempt));
  }

  /** Does nothing for a conversation that has a title, or a model that only imitates one. Returns at once. */
  request(spec: RunSpec): void {
    if (!spec.isUntitled) return;
    const { catalogue, fork, queue, log } = this.#parts;
    if (catalogue.resolve(spec.modelId).provider.isImitation) return;
    fork()
      .transactional((tx) => queue.add(tx as SqlEntityManager, writeTitle, spec.runId))
      .then(
        () => queue.wake(writeTitle),
        (error: unknown) => logFailure(log, { sessionId: spec.sessionId }, error, 'a title could not be asked for'),
      );
  }

  async #write(runId: string, { signal }: JobAttempt): Promise<void> {
    const { calls, catalogue, fork, sessions } = this.#parts;
    const em = fork();
    const run = await em.findOne(Run, { id: runId }, { populate: ['session', 'message'] });
    // Deleted, or named meanwhile.
    if (!run || run.session.$.titleSource !== TitleSource.DEFAULT) return;
    const questionId = run.message.$.parentId!;
    const question = textOf((await findParts(em, [questionId])).get(questionId) ?? []);
    const answer = await calls.ask({
      modelId: run.modelId,
      messages: titlePrompt(question),
      maxTokens: Math.min(MAX_TOKENS, catalogue.maxOutputTokens(run.modelId)),
      maxCharacters: MAX_CHARACTERS,
      timeLimit: TIME_LIMIT,
      signal,
    });
    await this.#save(run, answer);
    sessions.publish(run.owner.id, run.session.id);
    if (answer.error) throw answer.error;
  }

  /** Writes down what it cost, and the title if there is one. */
  async #save(run: Run, answer: BackgroundAnswer): Promise<void> {
    const { calls, fork } = this.#parts;
    const title = answer.error === null ? cleanTitle(answer.text) : null;
    await fork().transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      const payer = { userId: run.owner.id, sessionId: run.session.id, runId: run.id };
      await calls.record(tx, answer, { ...payer, requestType: RequestType.TITLE });
      if (title === null) return;
      await tx.nativeUpdate(
        ChatSession,
        { id: run.session.id, titleSource: TitleSource.DEFAULT },
        { title, titleSearch: searchVector(title), titleSource: TitleSource.MODEL, updatedAt: new Date() },
      );
    });
  }
}
