import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../ports/embedder.ts';

const SIZE = 500;

/**
 * An embedder that remembers the vectors of the last questions. They depend on nothing but the text,
 * so one person's question tells nothing about another's.
 */
export function withQueryCache(embedder: Embedder, size: number = SIZE): Embedder {
  const known = new Map<string, Promise<Float32Array>>();

  function vectorOf(
    text: string,
    signal: AbortSignal | undefined,
    onCall: ((call: EmbeddingCall) => void) | undefined,
  ): Promise<Float32Array> {
    const found = known.get(text);
    known.delete(text);
    // The shared computation does not end because one of its askers has left.
    const vector = found ?? embedder.embed([text], 'query', undefined, onCall).then(([only]) => only!);
    known.set(text, vector);
    if (known.size > size) known.delete(known.keys().next().value!);
    vector.catch(() => known.delete(text));
    return signal ? abortable(vector, signal) : vector;
  }

  return {
    get id() {
      return embedder.id;
    },
    get dimensions() {
      return embedder.dimensions;
    },
    get precision() {
      return embedder.precision;
    },
    isEnglishOnly: embedder.isEnglishOnly,
    maxBatch: embedder.maxBatch,
    embed: (
      texts: readonly string[],
      kind: EmbeddingKind,
      signal?: AbortSignal,
      onCall?: (call: EmbeddingCall) => void,
    ) =>
      kind === 'query'
        ? Promise.all(texts.map((text) => vectorOf(text, signal, onCall)))
        : embedder.embed(texts, kind, signal, onCall),
    prepare: () => embedder.prepare(),
    close: () => embedder.close(),
  };
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
