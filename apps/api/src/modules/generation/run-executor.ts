import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RunEvent } from '@parley/run-events';
import type { ErrorCode } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Bus } from '../../ports/bus.ts';
import type { EmbeddingCall } from '../../ports/embedder.ts';
import { ModelError, type ModelEvent } from '../../ports/language-model.ts';
import type { SessionEvents } from '../chat/index.ts';
import type { EmbeddingAccount } from '../knowledge/index.ts';
import type { ModelCatalogue } from '../models/index.ts';
import { fitting, MAX_ANSWER_CHARACTERS, sizeOf } from './answer-limit.rules.ts';
import type { ContextBuilder } from './context-builder.ts';
import { LiveRun, type RunOrder, RunStopped } from './live-run.ts';
import type { LiveRuns } from './live-runs.ts';
import type { FinishedRun, RunEnding } from './run-ending.ts';
import type { RunLog } from './run-log.ts';
import type { RunEnd } from './run-recorder.ts';
import { cancelTopic, runTopic } from './run-topics.ts';
import type { RunContext } from './run.entity.ts';
import type { TitleWriter } from './title-writer.ts';

export interface RunExecutorParts {
  instanceId: string;
  fork: () => SqlEntityManager;
  bus: Bus;
  log: Log;
  live: LiveRuns;
  runLog: RunLog;
  catalogue: ModelCatalogue;
  context: ContextBuilder;
  embeddings: EmbeddingAccount;
  ending: RunEnding;
  titles: TitleWriter;
  sessions: SessionEvents;
}

type Finish = Extract<ModelEvent, { type: 'finish' }>;

/** Failures before a provider has done any work. */
const refusals = new Set<ErrorCode | null>([
  'PROVIDER_AUTH',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'INTERNAL',
]);
const lostEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The end of this answer could not be saved.',
};
/** Attempts to write the end of a run while the database is away, a second apart. */
const END_ATTEMPTS = 10;

/** Generates runs: asks the model, records what it says, ends the run. It goes on whoever watches. */
export class RunExecutor {
  readonly #parts: RunExecutorParts;
  #isDraining = false;

  constructor(parts: RunExecutorParts) {
    this.#parts = parts;
  }

  /** False while the server shuts down. */
  get acceptsRuns(): boolean {
    return !this.#isDraining;
  }

  /** Starts a run whose rows are committed. Returns at once. */
  start(order: RunOrder): void {
    const { bus, live, runLog } = this.#parts;
    const topic = runTopic(order.runId);
    const run: LiveRun = new LiveRun(order, (event) => {
      bus.publish(topic, event);
      runLog.markDirty(run.recorder);
    });
    live.add(run);
    void this.#execute(run);
  }

  /** Lets runs finish for `graceMs`, then interrupts the rest and waits for their ends to be written. */
  async drain(graceMs: number): Promise<void> {
    this.#isDraining = true;
    const running = this.#parts.live.all().map((run) => run.ended);
    await Promise.race([Promise.all(running), sleep(graceMs, undefined, { ref: false })]);
    const rest = this.#parts.live.all();
    for (const run of rest) run.stop('INTERRUPTED');
    await Promise.all(rest.map((run) => run.ended));
  }

  async #execute(run: LiveRun): Promise<void> {
    const { bus, live, log, runLog, sessions } = this.#parts;
    const { runId, ownerId, sessionId } = run.order;
    const unsubscribe = bus.subscribe(cancelTopic(runId), () => run.stop('CANCELLED'));
    const outcome = await this.#generate(run);
    unsubscribe();
    await runLog.forget(run.recorder);
    const { event, shape } = run.recorder.end(outcome.end);
    const isCommitted = await this.#commit(run, { ...outcome, shape });
    if (!isCommitted) log.warn({ runId }, 'run was ended by another instance or could not be saved');
    live.remove(run);
    // What is not in the database must not be told as if it were: whoever takes the run over will interrupt it.
    bus.publish(runTopic(runId), isCommitted ? event : ({ ...event, ...lostEnd } as RunEvent));
    sessions.publish(ownerId, sessionId);
    run.markEnded();
    log.info(
      {
        runId,
        modelId: run.order.modelId,
        status: outcome.end.status,
        code: outcome.end.errorCode,
        durationMs: run.durationMs,
      },
      'run ended',
    );
  }

  async #generate(run: LiveRun): Promise<{ end: RunEnd; finish: Finish | null; context: RunContext | null }> {
    const { order, recorder, signal } = run;
    let finish: Finish | null = null;
    let context: RunContext | null = null;
    try {
      recorder.start(order.modelId);
      const built = await this.#parts.context.build(order);
      context = built.context;
      for (const passage of built.passages ?? []) recorder.cite(passage);
      if (order.continued) recorder.prefix(order.continued);
      const { provider, name } = this.#parts.catalogue.resolve(order.modelId);
      signal.throwIfAborted();
      const { messages, settings, passages } = built;
      const onEmbedding = (modelId: string, call: EmbeddingCall): void =>
        void this.#parts.embeddings.record(modelId, order, call);
      const request = { model: name, messages, settings, passages, onEmbedding, signal };
      let room = MAX_ANSWER_CHARACTERS;
      for await (const event of provider.stream(request)) {
        if (event.type === 'finish') {
          finish = event;
          continue;
        }
        const size = sizeOf(event);
        const said = size > room ? fitting(event, room) : event;
        if (said) recorder.add(said);
        if (run.markFirstToken()) this.#parts.titles.start(order);
        if (size > room) {
          finish = { type: 'finish', reason: 'length', usage: null };
          break;
        }
        room -= size;
      }
      return { end: { status: 'COMPLETED', errorCode: null, errorMessage: null }, finish, context };
    } catch (error) {
      return { end: this.#endOf(error, run), finish, context };
    }
  }

  #endOf(error: unknown, run: LiveRun): RunEnd {
    const stopped = run.signal.aborted ? run.signal.reason : error;
    if (stopped instanceof RunStopped) {
      const errorMessage = stopped.status === 'INTERRUPTED' ? stopped.message : null;
      return { status: stopped.status, errorCode: null, errorMessage };
    }
    if (error instanceof ModelError) return { status: 'FAILED', errorCode: error.code, errorMessage: error.message };
    this.#parts.log.error({ runId: run.order.runId, error }, 'run failed unexpectedly');
    return { status: 'FAILED', errorCode: 'INTERNAL', errorMessage: 'Something went wrong on the server. Try again.' };
  }

  async #commit(
    run: LiveRun,
    { end, finish, context, shape }: Pick<FinishedRun, 'end' | 'context' | 'shape'> & { finish: Finish | null },
  ): Promise<boolean> {
    const { order, recorder } = run;
    const { parts } = recorder;
    const finished: FinishedRun = {
      ...order,
      leaseOwner: this.#parts.instanceId,
      end,
      parts,
      citations: recorder.citations,
      shape,
      lastSequence: recorder.lastSequence,
      finishReason: finish?.reason ?? null,
      prefix: order.continued ?? '',
      context,
      usage: finish?.usage ?? null,
      wasCharged: parts.length > 0 || !refusals.has(end.errorCode),
      timeToFirstTokenMs: run.timeToFirstTokenMs,
      durationMs: run.durationMs,
    };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#parts.ending.commit(finished);
      } catch (error) {
        this.#parts.log.error({ runId: order.runId, attempt, error }, 'the end of a run could not be saved');
        if (attempt === END_ATTEMPTS) return false;
        await sleep(1_000);
      }
    }
  }
}
