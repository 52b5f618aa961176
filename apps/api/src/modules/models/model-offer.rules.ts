import type { LanguageModelProvider, ListedModel } from '../../ports/language-model.ts';
import { knownModels } from './catalogue.ts';
import type { Listing } from './model-discovery.ts';

/** The model that needs nothing and is always there. */
const LAST_RESORT = 'local:parley';

/** A model as it can be offered to people. */
export interface Offer {
  modelId: string;
  name: string;
  provider: Pick<LanguageModelProvider, 'id' | 'label' | 'isLocal' | 'isImitation'>;
  /** Why it cannot be used now; null when it can. */
  unavailableReason: string | null;
}

/**
 * The models of one provider in the order it lists them: what it listed and what was configured for
 * it, or, where it cannot be asked, what is known of it, with the reason.
 */
export function offersOf(
  provider: LanguageModelProvider,
  listing: Listing,
  configuredNames: readonly string[],
): Offer[] {
  const unavailableReason = provider.unavailableReason ?? listing.failure;
  const wellKnown = (Object.hasOwn(knownModels, provider.id) ? knownModels[provider.id]! : []).map(({ name }) => name);
  const listed = listing.models.map(({ name }: ListedModel) => name);
  const isUnasked = provider.unavailableReason !== null || listed.length === 0;
  const names = isUnasked && unavailableReason !== null && wellKnown.length > 0 ? wellKnown : listed;
  return [...new Set([...names, ...configuredNames])].map((name) => ({
    modelId: `${provider.id}:${name}`,
    name,
    provider,
    unavailableReason,
  }));
}

/** Available ones first, then by provider as they were configured, then by name. */
export function inListOrder(offers: readonly Offer[]): Offer[] {
  const place = new Map<string, number>();
  for (const { provider } of offers) if (!place.has(provider.id)) place.set(provider.id, place.size);
  return offers.toSorted(
    (a, b) =>
      Number(a.unavailableReason !== null) - Number(b.unavailableReason !== null) ||
      place.get(a.provider.id)! - place.get(b.provider.id)! ||
      a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

/**
 * The model to start with where nobody chose one: of the first provider that answers, hosted ones
 * before those on this server, its best known model or else the first that it lists. What only
 * imitates a model is not chosen, but for `local` when there is nothing else.
 */
export function chooseDefault(offers: readonly Offer[]): string {
  const real = offers.filter(({ provider, unavailableReason }) => unavailableReason === null && !provider.isImitation);
  const first = real.find(({ provider }) => !provider.isLocal) ?? real[0];
  if (!first) return LAST_RESORT;
  const names = new Set(real.filter(({ provider }) => provider.id === first.provider.id).map(({ name }) => name));
  const best = knownModels[first.provider.id]?.find(({ name }) => names.has(name));
  return best ? `${first.provider.id}:${best.name}` : first.modelId;
}
