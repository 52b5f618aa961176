import type { SqlEntityManager } from '@mikro-orm/sql';
import { logFailure } from '../../../db/errors/log-failure.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../../ports/embedder.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { RequestType, type UsageService } from '../../usage/index.ts';

/** For whom something is embedded. */
export interface EmbeddingPayer {
  ownerId: string;
  /** The conversation a question is asked in. */
  sessionId?: string | undefined;
}

export interface EmbeddingMeterParts {
  fork: () => SqlEntityManager;
  usage: UsageService;
  tokenizer: Tokenizer;
  log: Log;
}

/** Writes down what embedding services were asked. What is embedded on this server is no request, and has no row. */
export class EmbeddingMeter {
  readonly #parts: EmbeddingMeterParts;

  constructor(parts: EmbeddingMeterParts) {
    this.#parts = parts;
  }

  /** Writes one call down, with its cost. Never rejects: what was embedded is not lost because of its account. */
  async record(modelId: string, { ownerId, sessionId }: EmbeddingPayer, call: EmbeddingCall): Promise<void> {
    const { fork, usage, log } = this.#parts;
    try {
      const promptTokens = call.promptTokens ?? (call.failed ? 0 : await this.#count(call.texts));
      await fork().transactional((tx) =>
        usage.record(tx as SqlEntityManager, {
          userId: ownerId,
          requestType: RequestType.EMBEDDING,
          modelId,
          sessionId: sessionId ?? null,
          promptTokens,
          completionTokens: 0,
          isEstimated: call.promptTokens === null,
          durationMs: call.durationMs,
          failed: call.failed,
        }),
      );
    } catch (error) {
      logFailure(log, { modelId }, error, 'a call to an embedding service could not be written down');
    }
  }

  async #count(texts: readonly string[]): Promise<number> {
    let count = 0;
    for (const text of texts) count += await this.#parts.tokenizer.countTokensInSlices(text);
    return count;
  }
}

/** Embeds for somebody; what a service was asked is written down when the vectors are given. */
export async function embedFor(
  payer: EmbeddingPayer,
  embedder: Embedder,
  meter: EmbeddingMeter | null,
  request: { texts: readonly string[]; kind: EmbeddingKind; signal?: AbortSignal | undefined },
): Promise<Float32Array[]> {
  const written: Promise<void>[] = [];
  const onCall = (call: EmbeddingCall): void => {
    if (meter) written.push(meter.record(embedder.id, payer, call));
  };
  try {
    return await embedder.embed(request.texts, request.kind, request.signal, onCall);
  } finally {
    await Promise.all(written);
  }
}
