import type { Clock } from '../../kernel/clock.ts';
import { type LanguageModelProvider, type ListedModel, ModelError } from '../../ports/language-model.ts';
import { isModelName } from './model-name.rules.ts';

/** How old a list may be before it is asked for again, and how old a failure, in milliseconds. */
const MAX_AGE = 60_000;
const MAX_AGE_OF_FAILURE = 10_000;
const MAX_MODELS = 2_000;

/** What a provider said about its models. */
export interface Listing {
  /** The last list it gave; empty if it never gave one. */
  models: readonly ListedModel[];
  /** Why it could not be asked the last time, for people; null when it could. */
  failure: string | null;
}

/** Knows which models one provider offers without making anybody wait for it more than once. */
export class ModelDiscovery {
  readonly #provider: LanguageModelProvider;
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onFailure: (reason: string) => void;
  #listing: Listing | undefined;
  #askedAt = 0;
  #asking: Promise<Listing> | undefined;

  /**
   * @param limitMs how long the provider may take to answer.
   * @param onFailure told why there is no list, once for each reason in a row.
   */
  constructor(
    provider: LanguageModelProvider,
    clock: Clock,
    limitMs: number,
    onFailure: (reason: string) => void = () => {},
  ) {
    this.#provider = provider;
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onFailure = onFailure;
  }

  /** What is known now; undefined before the first answer. */
  get known(): Listing | undefined {
    return this.#listing;
  }

  /** What is known now, asking again in the background if that is old. Only the first call waits. */
  async get(): Promise<Listing> {
    if (!this.#listing) return this.#ask();
    const maxAge = this.#listing.failure === null ? MAX_AGE : MAX_AGE_OF_FAILURE;
    if (this.#clock.now().getTime() - this.#askedAt > maxAge) void this.#ask();
    return this.#listing;
  }

  #ask(): Promise<Listing> {
    this.#asking ??= this.#list().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Never rejects: a failure is an answer too. */
  async #list(): Promise<Listing> {
    const signal = AbortSignal.timeout(this.#limitMs);
    try {
      const models = await Promise.race([this.#provider.listModels(signal), rejectWith(signal)]);
      this.#listing = { models: usable(models), failure: null };
    } catch (error) {
      const failure = this.#reason(error, signal);
      if (failure !== this.#listing?.failure) this.#onFailure(failure);
      this.#listing = { models: this.#listing?.models ?? [], failure };
    }
    this.#askedAt = this.#clock.now().getTime();
    return this.#listing;
  }

  #reason(error: unknown, signal: AbortSignal): string {
    if (signal.aborted) return `${this.#provider.label} does not answer at the moment.`;
    return error instanceof ModelError ? error.message : `${this.#provider.label} gave no list of its models.`;
  }
}

function rejectWith(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function usable(models: readonly ListedModel[]): ListedModel[] {
  const byName = new Map(models.filter(({ name }) => isModelName(name)).map((model) => [model.name, model]));
  return [...byName.values()].slice(0, MAX_MODELS);
}
