import type { SqlEntityManager } from '@mikro-orm/sql';
import { DEFAULT_MAX_OUTPUT_TOKENS } from '@parley/inputs';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { badInput } from '../../kernel/errors.ts';
import type { LanguageModelProvider } from '../../ports/language-model.ts';
import { ModelDiscovery } from './model-discovery.ts';
import { isKnownModel, knownContextWindow, parseModelId, unknownModel } from './model-name.rules.ts';
import { chooseDefault, inListOrder, type Offer, offersOf } from './model-offer.rules.ts';
import type { ModelPrices } from './model-prices.service.ts';
import type { Model } from './model.type.ts';
import type { ModelOverrides } from './models-file.rules.ts';

export interface ModelCatalogueOptions {
  /** DEFAULT_MODEL. */
  defaultModelId?: string | undefined;
  /** What MODELS_FILE says. */
  overrides?: ModelOverrides;
  /**
   * Providers that have no models but those they list, besides the imitations: an endpoint with API_MODELS.
   * Elsewhere any name is passed on: a provider’s list is not always complete.
   */
  closedProviders?: readonly string[];
  /** How long a provider may take to list its models, in milliseconds. */
  discoveryLimitMs?: number;
  clock?: Clock;
  /** Told why a provider gave no list of its models. */
  onListFailure?: (providerId: string, reason: string) => void;
}

/** A model that can be asked. */
export interface ResolvedModel {
  modelId: string;
  provider: LanguageModelProvider;
  /** The provider’s own name of it. */
  name: string;
}

/** Which models there are, which can be used, and what is known about them. */
export class ModelCatalogue {
  readonly #discoveries: ReadonlyMap<string, ModelDiscovery>;
  readonly #providers: ReadonlyMap<string, LanguageModelProvider>;
  readonly #prices: ModelPrices;
  readonly #overrides: ModelOverrides;
  readonly #defaultModelId: string | undefined;
  readonly #closedProviders: ReadonlySet<string>;
  readonly #clock: Clock;

  constructor(providers: readonly LanguageModelProvider[], prices: ModelPrices, options: ModelCatalogueOptions = {}) {
    const { clock = systemClock, discoveryLimitMs = 3_000, closedProviders = [], onListFailure } = options;
    const imitations = providers.filter((provider) => provider.isImitation).map(({ id }) => id);
    this.#providers = new Map(providers.map((provider) => [provider.id, provider]));
    this.#discoveries = new Map(
      providers.map((provider) => {
        const onFailure = (reason: string): void => onListFailure?.(provider.id, reason);
        return [provider.id, new ModelDiscovery(provider, clock, discoveryLimitMs, onFailure)];
      }),
    );
    this.#prices = prices;
    this.#overrides = options.overrides ?? new Map();
    this.#defaultModelId = options.defaultModelId;
    this.#closedProviders = new Set([...imitations, ...closedProviders]);
    this.#clock = clock;
  }

  /** Asks every provider for its models, so that later calls need not wait. */
  async discover(): Promise<void> {
    await Promise.all([...this.#discoveries.values()].map((discovery) => discovery.get()));
  }

  /**
   * Every model, usable ones first.
   * @param preferredId the viewer’s own default, if any.
   */
  async list(em: SqlEntityManager, preferredId: string | null): Promise<Model[]> {
    const offers = await this.#offers();
    const prices = await this.#prices.table(em);
    const defaultId = this.#chooseDefault(offers, preferredId);
    const now = this.#clock.now();
    return inListOrder(offers).map(({ modelId, name, provider, unavailableReason }) => {
      const price = prices.find(modelId, now);
      return {
        id: modelId,
        name,
        provider: provider.id,
        providerLabel: provider.label,
        contextWindow: this.contextWindow(modelId),
        maxOutputTokens: this.maxOutputTokens(modelId),
        inputPricePerMillion: price?.inputPricePerMillion ?? null,
        outputPricePerMillion: price?.outputPricePerMillion ?? null,
        isAvailable: unavailableReason === null,
        unavailableReason,
        isDefault: modelId === defaultId,
        isLocal: provider.isLocal,
      };
    });
  }

  /**
   * The model behind an id, if it can be asked for. A provider that is down now may be back when it is
   * asked, and its list may be incomplete, so neither stops a model; only a provider that is not
   * configured does, and a name that a closed provider does not list.
   * @throws ParleyError BAD_USER_INPUT field modelId.
   */
  resolve(modelId: string): ResolvedModel {
    const parsed = parseModelId(modelId);
    const provider = parsed && this.#providers.get(parsed.providerId);
    if (!provider) throw unknownModel(modelId);
    if (provider.unavailableReason !== null) {
      throw badInput('modelId', `${provider.label} cannot be used now. ${provider.unavailableReason}`);
    }
    if (this.#closedProviders.has(provider.id) && !this.#isListed(parsed.name, provider.id))
      throw unknownModel(modelId);
    return { modelId, provider, name: parsed.name };
  }

  /** True for a model that its provider lists or the operator has named: there are only so many of them. */
  isListed(modelId: string): boolean {
    const parsed = parseModelId(modelId);
    if (!parsed) return false;
    const { providerId, name } = parsed;
    if (this.#overrides.has(modelId) || modelId === this.#defaultModelId || isKnownModel(providerId, name)) return true;
    return this.#discoveries.get(providerId)?.known?.models.some((one) => one.name === name) ?? false;
  }

  /** The model of a new conversation: the viewer’s if it can be used, else DEFAULT_MODEL, else {@link chooseDefault}. */
  async defaultModelId(preferredId: string | null): Promise<string> {
    const configured = this.#firstUsable(preferredId);
    return configured ?? this.#chooseDefault(await this.#offers(), preferredId);
  }

  /** Whether the configured providers answered when they were last asked; `unknown` before the first time. */
  providerStates(): { id: string; status: 'ok' | 'down' | 'unknown' }[] {
    const configured = [...this.#providers.values()].filter(({ unavailableReason }) => unavailableReason === null);
    return configured.map(({ id }) => {
      const listing = this.#discoveries.get(id)?.known;
      return { id, status: listing ? (listing.failure === null ? 'ok' : 'down') : 'unknown' };
    });
  }

  /** The highest maxTokens a request may ask of a model: 3,000 unless MODELS_FILE says otherwise. */
  maxOutputTokens(modelId: string): number {
    return this.#overrides.get(modelId)?.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS;
  }

  /** Tokens that fit into a model’s context: as configured, reported by its provider, or known; else null. */
  contextWindow(modelId: string): number | null {
    const configured = this.#overrides.get(modelId)?.contextWindow;
    if (configured !== undefined) return configured;
    const parsed = parseModelId(modelId);
    if (!parsed) return null;
    const listed = this.#discoveries.get(parsed.providerId)?.known?.models.find(({ name }) => name === parsed.name);
    return listed?.contextWindow ?? knownContextWindow(parsed.providerId, parsed.name);
  }

  async #offers(): Promise<Offer[]> {
    const offers = [...this.#providers.values()].map(async (provider) => {
      const listing = await this.#discoveries.get(provider.id)!.get();
      return offersOf(provider, listing, this.#configuredNames(provider.id));
    });
    return (await Promise.all(offers)).flat();
  }

  #configuredNames(providerId: string): string[] {
    if (this.#closedProviders.has(providerId)) return [];
    return [...this.#overrides.keys()]
      .map(parseModelId)
      .flatMap((one) => (one?.providerId === providerId ? [one.name] : []));
  }

  #chooseDefault(offers: readonly Offer[], preferredId: string | null): string {
    return this.#firstUsable(preferredId) ?? chooseDefault(offers);
  }

  #firstUsable(preferredId: string | null): string | undefined {
    return [preferredId, this.#defaultModelId].find((id): id is string => typeof id === 'string' && this.#isUsable(id));
  }

  #isUsable(modelId: string): boolean {
    try {
      this.resolve(modelId);
      return true;
    } catch {
      return false;
    }
  }

  /** Before the first answer of a closed provider every name passes: the provider itself will refuse a wrong one. */
  #isListed(name: string, providerId: string): boolean {
    const known = this.#discoveries.get(providerId)?.known;
    return !known || known.models.some((one) => one.name === name);
  }
}
