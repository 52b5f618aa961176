import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Context,
  diag,
  type DiagLogger,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Log } from '../../kernel/log.ts';
import type { Attributes, Span, SpanOptions, Tracer } from '../../ports/tracer.ts';
import { readAddress, withSearch } from '../../kernel/service-address.ts';
import type { TracerSettings } from './settings.ts';

/** How long the last traces may take to be sent, in milliseconds. */
const CLOSE_WAIT = 3_000;
/** How often a collector that is away is mentioned, in milliseconds. */
const COMPLAINT_INTERVAL = 10 * 60_000;

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Sends traces as JSON over HTTP (OTLP). Headers, time-outs and attributes of the resource are read from OTEL_… by its parts. */
export class OpenTelemetryTracer implements Tracer {
  readonly #active = new AsyncLocalStorage<Context>();
  readonly #provider: TracerProvider;
  readonly #tracer: ReturnType<TracerProvider['getTracer']>;

  constructor(settings: TracerSettings & { endpoint: string }, log: Log) {
    diag.setLogger(complainSeldom(settings.endpoint, log), DiagLogLevel.ERROR);
    const resource = defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(
        resourceFromAttributes({
          'service.name': settings.serviceName,
          'service.version': settings.version,
          'service.instance.id': settings.instanceId,
        }),
      );
    const address = readAddress(settings.endpoint);
    const exporter = new OTLPTraceExporter({
      url: withSearch(`${address?.base ?? settings.endpoint}/v1/traces`, address?.search ?? ''),
      ...(address?.authorization && { headers: { authorization: address.authorization } }),
    });
    this.#provider = new TracerProvider({
      resource,
      sampler: samplerOf(settings),
      spanProcessors: [new BatchSpanProcessor({ exporter })],
    });
    this.#tracer = this.#provider.getTracer('parley', settings.version);
  }

  /** True while something is going on that a span could be a step of. */
  get hasParent(): boolean {
    return this.#active.getStore() !== undefined;
  }

  begin(name: string, { kind = 'internal', attributes = {}, parent }: SpanOptions = {}): Span {
    const context = this.#active.getStore() ?? remoteContext(parent) ?? ROOT_CONTEXT;
    const span = this.#tracer.startSpan(name, { kind: kinds[kind], attributes }, context);
    const inside = trace.setSpan(context, span);
    return {
      set: (more: Attributes) => void span.setAttributes(more),
      within: (work) => this.#active.run(inside, work),
      end: (error) => {
        if (error !== undefined) markFailed(span, error);
        span.end();
      },
    };
  }

  async close(): Promise<void> {
    // A collector that is away must not hold up the end.
    const waiting = new AbortController();
    const late = sleep(CLOSE_WAIT, undefined, { signal: waiting.signal });
    await Promise.race([this.#provider.shutdown(), late]).catch(() => {});
    waiting.abort();
    await late.catch(() => {});
  }
}

/** The library tells it with every batch. */
function complainSeldom(endpoint: string, log: Log): DiagLogger {
  let last = -Infinity;
  const error = (): void => {
    if (performance.now() - last < COMPLAINT_INTERVAL) return;
    last = performance.now();
    log.warn({ endpoint }, 'traces could not be sent: check that the collector is running');
  };
  const nothing = (): void => {};
  return { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing };
}

/** Only the kind of error: its message may quote what somebody wrote. */
function markFailed(span: OtelSpan, error: unknown): void {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const type = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** The caller’s span, from the header of W3C Trace Context. */
function remoteContext(traceparent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags!, 16) & 1, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
}

function samplerOf({ sampler, ratio }: TracerSettings): Sampler {
  const root = sampler.endsWith('always_on')
    ? new AlwaysOnSampler()
    : sampler.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}
