import {
  ModelError,
  type LanguageModelProvider,
  type ModelEvent,
  type ModelRequest,
} from '../../ports/language-model.ts';
import { pause } from './pause.ts';
import { restartableStream } from './restartable-stream.ts';

export interface RetryOptions {
  /** Attempts after the first one. */
  maxRetries?: number;
  /** The wait before the first retry, in milliseconds; it doubles with each further one. */
  baseDelayMs?: number;
  /** A provider that asks for a longer wait is not asked again. */
  maxDelayMs?: number;
  /** From 0 to 1, spreads the retries of many runs. */
  random?: () => number;
  /** @throws the signal's reason when it aborts. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * The provider, asked again when it failed for the moment and had not said anything yet: what a
 * reader may have seen is never asked for twice.
 */
export function withRetries(provider: LanguageModelProvider, options: RetryOptions = {}): LanguageModelProvider {
  return {
    id: provider.id,
    label: provider.label,
    isLocal: provider.isLocal,
    isImitation: provider.isImitation,
    get unavailableReason() {
      return provider.unavailableReason;
    },
    listModels: (signal) => provider.listModels(signal),
    stream: (request) => streamWithRetries(provider, request, options),
  };
}

function streamWithRetries(
  provider: LanguageModelProvider,
  request: ModelRequest,
  options: RetryOptions,
): AsyncIterable<ModelEvent> {
  const { maxRetries = 2, sleep = pause } = options;
  return restartableStream({
    open: () => provider.stream(request),
    async mayRestart(error, retry) {
      const delay = delayBefore(retry, error, options);
      if (retry >= maxRetries || delay === undefined) return false;
      await sleep(delay, request.signal);
      return true;
    },
  });
}

/** The wait before the next attempt in milliseconds, or undefined when the failure is not worth one. */
function delayBefore(retry: number, error: unknown, options: RetryOptions): number | undefined {
  const { baseDelayMs = 300, maxDelayMs = 10_000, random = Math.random } = options;
  if (!(error instanceof ModelError) || !error.isTransient) return undefined;
  // Somebody has waited a whole time-out already; whether to wait for another one is theirs to say.
  if (error.code === 'PROVIDER_TIMEOUT') return undefined;
  const asked = error.retryAfterMs ?? 0;
  if (asked > maxDelayMs) return undefined;
  const backoff = baseDelayMs * 2 ** retry;
  // Between half and all of the backoff, on top of what the provider asks for.
  return Math.min(maxDelayMs, asked + backoff * (0.5 + random() / 2));
}
