/** What is known about a step. Never a text somebody wrote, a secret, or a value of a query. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A step of some work that was begun and not ended. */
export interface Span {
  /** Adds facts that were not known at the beginning. */
  set(attributes: Attributes): void;
  /** Runs `work`; spans that begin in it, also later in what it started, are steps of this one. */
  within<T>(work: () => T): T;
  /** @param error what it ended with, if it failed */
  end(error?: unknown): void;
}

/** What a step is to its neighbours: `server` takes a request, `client` makes one, `internal` is neither. */
export type SpanKind = 'server' | 'client' | 'internal';

export interface SpanOptions {
  kind?: SpanKind;
  attributes?: Attributes;
  /** The header `traceparent` of a request, when the caller traces too. */
  parent?: string | undefined;
}

/** Tells how long the steps of some work take, to whoever collects traces. */
export interface Tracer {
  begin(name: string, options?: SpanOptions): Span;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const noSpan: Span = { set: () => {}, within: (work) => work(), end: () => {} };

/** Traces nothing and costs nothing. */
export const noTracer: Tracer = { begin: () => noSpan, close: async () => {} };

/** Runs `work` as a step of what is going on. */
export async function inSpan<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.begin(name, options);
  try {
    const result = await span.within(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}
