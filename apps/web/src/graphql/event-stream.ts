/** Milliseconds until the first byte, which the server sends at once: what holds it back holds everything back. */
const firstByteWithinMs = 4_000;
/** The server says something every 12 seconds. */
const silenceMs = 30_000;

export interface EventStreamSink<Result> {
  /** Something arrived, be it a sign of life. */
  alive(): void;
  next(result: Result): void;
  /** Nothing follows; `isComplete` when the server said so. */
  end(isComplete: boolean): void;
}

/** The fields of one server-sent event. */
function readEvent(text: string): { event: string; data: string } {
  const fields = { event: '', data: '' };
  for (const line of text.split('\n')) {
    const [, name, value] = /^(event|data): ?(.*)$/.exec(line) ?? [];
    if (name === 'event' || name === 'data') fields[name] += value;
  }
  return fields;
}

/** Splits a text that arrives in pieces into whole events. */
export function createEventReader(onEvent: (event: string, data: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const { event, data } = readEvent(block);
      if (event !== '') onEvent(event, data);
    }
  };
}

/** Follows one subscription by server-sent events (graphql-sse, distinct connections). @returns stops it. */
export function followEventStream<Result>(
  request: { query: string; variables: Record<string, unknown> },
  sink: EventStreamSink<Result>,
): () => void {
  const abort = new AbortController();
  let isComplete = false;
  let silence = setTimeout(() => abort.abort(), firstByteWithinMs);

  async function pour(): Promise<void> {
    const response = await fetch('/graphql/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(request),
      signal: abort.signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (!response.ok || !isStream || !response.body) return abort.abort();
    const read = createEventReader((event, data) => {
      if (event === 'complete') isComplete = true;
      else if (event === 'next') sink.next(JSON.parse(data) as Result);
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), silenceMs);
      if (abort.signal.aborted) return;
      sink.alive();
      read(piece.value);
    }
  }

  let isWanted = true;
  void pour()
    .catch(() => undefined)
    .finally(() => {
      clearTimeout(silence);
      if (isWanted) sink.end(isComplete);
    });
  return () => {
    isWanted = false;
    abort.abort();
  };
}
