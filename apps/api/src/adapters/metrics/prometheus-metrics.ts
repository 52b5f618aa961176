import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Gauges, Metrics, ModelCall, Sample } from '../../ports/metrics.ts';
import { addProcessGauges } from './process-gauges.ts';

const latencies = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const waits = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
const speeds = [1, 2, 5, 10, 20, 40, 80, 160, 320, 640, 1_280];
const durations = [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200];
/** A stretch this short says nothing about speed, in milliseconds. */
const SHORTEST_STRETCH = 50;

/** How long may be looked for something, in milliseconds: a database that is away must not hold up the rest. */
const PATIENCE = 2_000;

/** Most models that have numbers of their own; a list may change, and every label stays until the next start. */
const MAX_MODELS = 300;
/** The label of all other models. */
const OTHER_MODELS = 'other';

/** Counts what happened for Prometheus. Every label is one of a few known words; nothing a caller chose is one. */
export class PrometheusMetrics implements Metrics, Gauges {
  readonly #registry = new Registry();
  readonly #models = new Set<string>();
  #isListed: (modelId: string) => boolean = () => false;
  readonly #stopProcessGauges = addProcessGauges(this.#registry);
  readonly #runs = this.#counter('parley_runs_ended_total', 'Runs that ended.', ['status', 'model']);
  readonly #errors = this.#counter('parley_run_errors_total', 'Runs that failed, by the code of the error.', [
    'provider',
    'code',
  ]);
  readonly #calls = this.#counter('parley_model_calls_total', 'Calls to models that ended.', ['kind', 'model']);
  readonly #tokens = this.#counter('parley_tokens_total', 'Tokens of calls to models.', ['kind', 'model', 'direction']);
  readonly #cost = this.#counter('parley_cost_total', 'Cost of calls, in the currency of the price list.', [
    'kind',
    'model',
  ]);
  readonly #unpriced = this.#counter('parley_unpriced_calls_total', 'Calls whose cost is not known.', [
    'kind',
    'model',
  ]);
  readonly #firstToken = this.#histogram('parley_time_to_first_token_seconds', 'From the request to the first token.', {
    labels: ['model'],
    buckets: waits,
  });
  readonly #speed = this.#histogram('parley_tokens_per_second', 'Tokens of an answer per second after its first.', {
    labels: ['model'],
    buckets: speeds,
  });
  readonly #jobs = this.#histogram('parley_job_duration_seconds', 'Attempts at jobs, by kind and result.', {
    labels: ['kind', 'result'],
    buckets: durations,
  });
  readonly #requests = this.#histogram('parley_http_request_duration_seconds', 'HTTP requests, event streams aside.', {
    labels: ['method', 'route', 'status'],
    buckets: latencies,
  });
  readonly #operations = this.#histogram(
    'parley_graphql_operation_duration_seconds',
    'GraphQL queries and mutations, by root field.',
    { labels: ['operation', 'code'], buckets: latencies },
  );

  /** Says which models are known to the server: people may ask for others, whose names must not become labels. */
  listModels(isListed: (modelId: string) => boolean): void {
    this.#isListed = isListed;
  }

  #modelLabel(modelId: string): string {
    if (this.#models.has(modelId)) return modelId;
    if (this.#models.size >= MAX_MODELS || !this.#isListed(modelId)) return OTHER_MODELS;
    this.#models.add(modelId);
    return modelId;
  }

  runEnded({ modelId, status, code }: { modelId: string; status: string; code: string | null }): void {
    this.#runs.inc({ status, model: this.#modelLabel(modelId) });
    if (code !== null) this.#errors.inc({ provider: modelId.split(':')[0]!, code });
  }

  callEnded(call: ModelCall): void {
    const { kind, timeToFirstTokenMs } = call;
    const model = this.#modelLabel(call.modelId);
    this.#calls.inc({ kind, model });
    this.#tokens.inc({ kind, model, direction: 'prompt' }, call.promptTokens);
    this.#tokens.inc({ kind, model, direction: 'completion' }, call.completionTokens);
    if (call.cost === null) this.#unpriced.inc({ kind, model });
    else this.#cost.inc({ kind, model }, call.cost);
    if (timeToFirstTokenMs === null) return;
    this.#firstToken.observe({ model }, timeToFirstTokenMs / 1_000);
    const stretch = call.durationMs - timeToFirstTokenMs;
    if (stretch >= SHORTEST_STRETCH) this.#speed.observe({ model }, call.completionTokens / (stretch / 1_000));
  }

  jobEnded({ kind, isDone, durationMs }: { kind: string; isDone: boolean; durationMs: number }): void {
    this.#jobs.observe({ kind, result: isDone ? 'done' : 'failed' }, durationMs / 1_000);
  }

  requestEnded(request: { method: string; route: string; status: number; durationMs: number }): void {
    const { method, route, status, durationMs } = request;
    this.#requests.observe({ method, route, status: String(status) }, durationMs / 1_000);
  }

  operationEnded({ operation, code, durationMs }: { operation: string; code: string; durationMs: number }): void {
    this.#operations.observe({ operation, code }, durationMs / 1_000);
  }

  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly Sample[] | Promise<readonly Sample[]>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
      async collect() {
        this.reset();
        const samples = await inTime(async () => read()).catch((): readonly Sample[] => []);
        for (const { labels = {}, value } of samples) this.set(labels, value);
        // Without labels it would be 0, which is not what is known.
        if (labelNames.length === 0 && samples.length === 0) this.set(Number.NaN);
      },
    });
  }

  /** Everything, in Prometheus’ text format. */
  async render(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  close(): void {
    this.#stopProcessGauges();
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, options: { labels: string[]; buckets: number[] }): Histogram {
    return new Histogram({
      name,
      help,
      labelNames: options.labels,
      buckets: options.buckets,
      registers: [this.#registry],
    });
  }
}

async function inTime(read: () => Promise<readonly Sample[]>): Promise<readonly Sample[]> {
  const late = new AbortController();
  try {
    return await Promise.race([read(), sleep(PATIENCE, [], { signal: late.signal })]);
  } finally {
    late.abort();
  }
}
