import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@parley/run-events';
import { databaseTrouble } from '../../../db/errors/database-away.ts';
import type { ErrorCode } from '../../../kernel/errors.ts';
import { attachResolved } from '../../../kernel/resolved-fields.ts';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Bus } from '../../../ports/bus.ts';
import type { EmbeddingCall } from '../../../ports/embedder.ts';
import { type GenerationSettings, ModelError, type ModelEvent } from '../../../ports/language-model.ts';
import type { Metrics } from '../../../ports/metrics.ts';
import { type Attributes, inSpan, type Span, type Tracer } from '../../../ports/tracer.ts';
import { Message, type MessageStatus, type SessionEvents } from '../../chat/index.ts';
import type { EmbeddingMeter } from '../../knowledge/index.ts';
import type { SummaryWriter } from '../../memory/index.ts';
import type { ModelCatalogue } from '../../models/index.ts';
import { fitting, MAX_ANSWER_CHARACTERS, sizeOf } from './answer-limit.rules.ts';
import type { ContextBuilder } from '../prompt/context-builder.ts';
import { historyWith } from '../prompt/history-length.rules.ts';
import { LiveRun, RunStopped } from '../live/live-run.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import { type DatabaseLoad, DrainGate } from './drain-gate.ts';
import type { RunSpec } from '../run/run-spec.ts';
import type { FinishedRun, RunEnd } from '../run/finished-run.ts';
import type { RunLog } from '../log/run-log.ts';
import type { FinalizeRetry } from '../finish/finalize-retry.ts';
import { TailResender } from '../live/tail-resender.ts';
import type { RunTimes } from '../run/run-times.ts';
import { requestTopic, type RunRequest, runTopic } from '../run/run-topics.ts';
import type { RunContext } from '../run/run-context.type.ts';
import type { TitleWriter } from './title-writer.ts';

export interface RunExecutorParts {
  instanceId: string;
  load: DatabaseLoad;
  bus: Bus;
  log: Log;
  live: LiveRuns;
  runLog: RunLog;
  catalogue: ModelCatalogue;
  context: ContextBuilder;
  embeddings: EmbeddingMeter;
  saver: FinalizeRetry;
  titles: TitleWriter;
  summaries: SummaryWriter;
  sessions: SessionEvents;
  metrics: Metrics;
  tracer: Tracer;
  times: RunTimes;
}

type Finish = Extract<ModelEvent, { type: 'finish' }>;

interface Outcome {
  end: RunEnd;
  finish: Finish | null;
  context: RunContext | null;
  wasRefused: boolean;
}

/** How long interrupted runs may take to be saved, in milliseconds; while the database is away, they cannot be. */
const INTERRUPTING_MS = 2_500;

/** Failures before a provider has done any work. */
const refusals = new Set<ErrorCode | null>([
  'PROVIDER_AUTH',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_UNAVAILABLE',
  'PAYLOAD_TOO_LARGE',
  'QUOTA_EXCEEDED',
  'INTERNAL',
]);
/** The questions were saved a moment ago, but what the answer is made of cannot be read. */
const awayEnd: RunEnd = {
  status: 'INTERRUPTED',
  errorCode: null,
  errorMessage: 'The database could not be reached when this answer began.',
};

const busyEnd: RunEnd = { ...awayEnd, errorMessage: 'The server was too busy to begin this answer.' };
/** How long what an answer is made of may be waited for while the database is busy, in milliseconds. */
const BUSY_PATIENCE = 60_000;

/** Generates runs: asks the model, records what it says, ends the run. It goes on whoever watches. */
export class RunExecutor {
  readonly admission: DrainGate;
  readonly #parts: RunExecutorParts;

  constructor(parts: RunExecutorParts) {
    this.admission = new DrainGate(parts.load);
    this.#parts = parts;
  }

  /** Starts a run whose rows are committed. Returns at once. */
  start(spec: RunSpec): void {
    const { bus, live, runLog } = this.#parts;
    const topic = runTopic(spec.runId);
    const run: LiveRun = new LiveRun(spec, (event) => {
      bus.publish(topic, event);
      runLog.markDirty(run.recorder);
    });
    live.add(run);
    runLog.open(run.recorder);
    const { modelId, runId, sessionId } = spec;
    const attributes = { 'gen_ai.request.model': modelId, 'parley.run.id': runId, 'parley.session.id': sessionId };
    void inSpan(this.#parts.tracer, 'run', { attributes }, (span) => this.#execute(run, span));
  }

  /** Lets runs finish for `graceMs`, then interrupts the rest and waits a moment for their ends to be written. */
  async drain(graceMs: number): Promise<void> {
    this.admission.close();
    const settled = this.#whenIdle().then(() => this.#parts.saver.settle());
    await Promise.race([settled, sleep(graceMs, undefined, { ref: false })]);
    const rest = this.#parts.live.all();
    for (const run of rest) run.stop('INTERRUPTED');
    const ended = Promise.all(rest.map((run) => run.ended));
    await Promise.race([ended, sleep(INTERRUPTING_MS, undefined, { ref: false })]);
    this.#parts.saver.stop();
  }

  /** What is being saved begins and is waited for, too. */
  async #whenIdle(): Promise<void> {
    for (;;) {
      const open = [...this.admission.pending(), ...this.#parts.live.all().map((run) => run.ended)];
      if (open.length === 0) return;
      await Promise.allSettled(open);
    }
  }

  async #execute(run: LiveRun, span: Span): Promise<void> {
    const { bus, live, log, metrics, runLog, saver, sessions, summaries } = this.#parts;
    const { runId, ownerId, sessionId } = run.spec;
    const unsubscribe = this.#subscribeToRequests(run);
    const outcome = await this.#generate(run);
    unsubscribe();
    const { event, layout } = run.recorder.end(outcome.end);
    const finished = this.#finished(run, { ...outcome, layout });
    const { end, isMine, settled } = await saver.save(finished, runLog.forget(run.recorder));
    live.remove(run);
    const status = end.status;
    const message = Object.assign(new Message(), run.spec.answer, { status: status as MessageStatus });
    attachResolved(message, { parts: finished.parts });
    // An end that was refused is saved with less.
    const isWhole = isMine && (end === outcome.end || status === 'INTERRUPTED');
    bus.publish(runTopic(runId), attachResolved({ ...event, ...end } as RunEvent, isWhole ? { message } : {}));
    run.markEnded();
    void settled.then(() => {
      runLog.close(run.recorder);
      sessions.publish(ownerId, sessionId);
      const history = isMine && run.spec.usesSummaries ? historyWith({ ...finished, end }) : null;
      if (history) summaries.request(history);
    });
    const { errorCode } = end;
    if (isMine) metrics.runEnded({ modelId: run.spec.modelId, status, code: errorCode });
    span.set({
      'parley.run.status': status,
      ...(errorCode && { 'error.type': errorCode }),
      ...tokensOf(outcome.finish),
    });
    log.info(
      {
        runId,
        modelId: run.spec.modelId,
        status,
        code: errorCode,
        durationMs: run.durationMs,
      },
      'run ended',
    );
  }

  /** @returns stops heeding them. */
  #subscribeToRequests(run: LiveRun): () => void {
    const { bus } = this.#parts;
    const { runId } = run.spec;
    const resender = new TailResender(run.recorder, (event) => bus.publish(runTopic(runId), event));
    return bus.subscribe<RunRequest>(requestTopic(runId), (request) => {
      if (request.kind === 'cancel') run.stop('CANCELLED');
      else resender.resend(request.after);
    });
  }

  async #generate(run: LiveRun): Promise<Outcome> {
    const { spec, recorder, signal } = run;
    const { tracer } = this.#parts;
    const received: { finish: Finish | null } = { finish: null };
    let context: RunContext | null = null;
    try {
      recorder.start(spec.modelId);
      const built = await inSpan(tracer, 'context and retrieval', {}, () => this.#build(run));
      context = built.context;
      for (const chunk of built.chunks ?? []) recorder.cite(chunk);
      if (spec.continued) recorder.prefix(spec.continued);
      const { provider, name } = this.#parts.catalogue.resolve(spec.modelId);
      signal.throwIfAborted();
      const { messages, settings, chunks, question } = built;
      const onEmbedding = (modelId: string, call: EmbeddingCall): void =>
        void this.#parts.embeddings.record(modelId, spec, call);
      const onSent = (sent: GenerationSettings): void => void (run.sent = sent);
      const request = { model: name, messages, settings, onSent, chunks, question, onEmbedding, signal };
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': spec.modelId };
      await inSpan(tracer, 'provider call', { kind: 'client', attributes }, () =>
        this.#listen(run, provider.stream(request), received),
      );
      const end: RunEnd = { status: 'COMPLETED', errorCode: null, errorMessage: null };
      return { end, ...received, context, wasRefused: false };
    } catch (error) {
      const end = this.#endOf(error, run);
      const wasRefused = refusals.has(end.errorCode) || (error instanceof ModelError && error.isRefusal);
      return { end, ...received, context, wasRefused };
    }
  }

  /** A question that was taken is not given up because others are in the way, or the database is away for a moment. */
  async #build({ spec, signal }: LiveRun): ReturnType<ContextBuilder['build']> {
    const { patience, retry } = this.#parts.times;
    const began = performance.now();
    for (;;) {
      try {
        return await this.#parts.context.build(spec);
      } catch (error) {
        const trouble = databaseTrouble(error);
        const longest = trouble === 'busy' ? BUSY_PATIENCE : patience;
        if (!trouble || performance.now() - began + retry > longest) throw error;
        await sleep(retry, undefined, { signal });
      }
    }
  }

  /** Records what the model says, up to the longest answer there may be. */
  async #listen(run: LiveRun, events: AsyncIterable<ModelEvent>, received: { finish: Finish | null }): Promise<void> {
    const { spec, recorder } = run;
    let room = MAX_ANSWER_CHARACTERS;
    for await (const event of events) {
      if (event.type === 'finish') {
        received.finish = event;
        continue;
      }
      const size = sizeOf(event);
      const said = size > room ? fitting(event, room) : event;
      if (said) recorder.add(said);
      if (run.markFirstToken()) this.#parts.titles.request(spec);
      if (size > room) {
        received.finish = { type: 'finish', reason: 'length', usage: null };
        break;
      }
      room -= size;
    }
  }

  #endOf(error: unknown, run: LiveRun): RunEnd {
    const stopped = run.signal.aborted ? run.signal.reason : error;
    if (stopped instanceof RunStopped) {
      const errorMessage = stopped.status === 'INTERRUPTED' ? stopped.message : null;
      return { status: stopped.status, errorCode: null, errorMessage };
    }
    if (error instanceof ModelError) return { status: 'FAILED', errorCode: error.code, errorMessage: error.message };
    logFailure(this.#parts.log, { runId: run.spec.runId }, error, 'run failed unexpectedly');
    const trouble = databaseTrouble(error);
    if (trouble) return trouble === 'away' ? awayEnd : busyEnd;
    return { status: 'FAILED', errorCode: 'INTERNAL', errorMessage: 'Something went wrong on the server. Try again.' };
  }

  #finished(
    run: LiveRun,
    { end, finish, context, layout, wasRefused }: Outcome & Pick<FinishedRun, 'layout'>,
  ): FinishedRun {
    const { spec, recorder } = run;
    const { parts } = recorder;
    return {
      ...spec,
      leaseOwner: this.#parts.instanceId,
      end,
      parts,
      citations: recorder.citations,
      layout,
      lastSequence: recorder.lastSequence,
      finishReason: finish?.reason ?? null,
      prefix: spec.continued ?? '',
      context,
      usage: finish?.usage ?? null,
      sent: run.sent,
      wasCharged: parts.length > 0 || !wasRefused,
      timeToFirstTokenMs: run.timeToFirstTokenMs,
      durationMs: run.durationMs,
    };
  }
}

/** Tokens as the provider reported them, in the words of OpenTelemetry. */
const tokensOf = (finish: Finish | null): Attributes =>
  finish?.usage
    ? {
        'gen_ai.usage.input_tokens': finish.usage.promptTokens,
        'gen_ai.usage.output_tokens': finish.usage.completionTokens,
      }
    : {};
