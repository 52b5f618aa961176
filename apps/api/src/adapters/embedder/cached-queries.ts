import type { Cache } from '../../ports/cache.ts';
import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../ports/embedder.ts';

/**
 * An embedder that remembers the vectors of questions. They depend on nothing but the text and the model,
 * so one person's question tells nothing about another's.
 */
export function withQueryCache(embedder: Embedder, cache: Cache): Embedder {
  /** Questions that are being embedded: who asks the same meanwhile waits with them. */
  const underWay = new Map<string, Promise<Float32Array>>();

  function vectorOf(
    text: string,
    signal: AbortSignal | undefined,
    onCall: ((call: EmbeddingCall) => void) | undefined,
  ): Promise<Float32Array> {
    let vector = underWay.get(text);
    if (!vector) {
      // The shared computation does not end because one of its askers has left.
      vector = recall(text, onCall).finally(() => underWay.delete(text));
      underWay.set(text, vector);
    }
    return signal ? abortable(vector, signal) : vector;
  }

  async function recall(text: string, onCall: ((call: EmbeddingCall) => void) | undefined): Promise<Float32Array> {
    const key = { kind: 'queryVector', owner: null, id: `${embedder.id}\n${embedder.precision}\n${text}` } as const;
    const known = await cache.get(key);
    if (known) return toVector(known);
    const [vector] = await embedder.embed([text], 'query', undefined, onCall);
    await cache.set(key, new Uint8Array(vector!.buffer, vector!.byteOffset, vector!.byteLength));
    return vector!;
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

/** Copied: bytes that came over the network may begin anywhere. */
const toVector = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
