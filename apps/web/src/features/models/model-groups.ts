import { isBuiltIn } from './built-in.ts';
import type { Model } from './use-models.ts';
import { formatCompact, formatMoney } from '../../format.ts';
import { t } from './locales/en.ts';

const labels: Record<string, string> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  groq: 'Groq',
  huggingface: 'Hugging Face',
  ollama: 'Ollama',
};

/** The models of one provider that can be used. */
export interface ModelGroup {
  provider: string;
  label: string;
  models: readonly Model[];
}

/** A provider none of whose models can be used now, in one line. */
export interface MissingProvider {
  provider: string;
  label: string;
  /** What to do about it. */
  reason: string;
  models: readonly Model[];
}

/** What the words of a provider are for people; the server knows what an endpoint of one's own is called. */
export function providerLabel(provider: string, model?: Pick<Model, 'providerLabel'>): string {
  if (isBuiltIn({ provider })) return t('builtInProvider');
  if (provider === 'scripted') return t('scriptedProvider');
  return labels[provider] ?? model?.providerLabel ?? provider;
}

/** Real models first, then what comes with the program, then what only plays a model. */
function rank({ provider }: ModelGroup): number {
  return provider === 'scripted' ? 2 : isBuiltIn({ provider }) ? 1 : 0;
}

function byProvider(models: readonly Model[]): ModelGroup[] {
  return [...Map.groupBy(models, ({ provider }) => provider)].map(([provider, members]) => ({
    provider,
    label: providerLabel(provider, members[0]),
    models: members.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })),
  }));
}

/** The models that can be used, by provider. */
export function groupModels(models: readonly Model[]): ModelGroup[] {
  return byProvider(models.filter(({ isAvailable }) => isAvailable)).toSorted((a, b) => rank(a) - rank(b));
}

/** Where the server gives no reason. */
export const notAvailable = (): string => t('notAvailable');

/** The providers that are not set up or not there, each with the reason; models are not listed one by one. */
export function missingProviders(models: readonly Model[]): MissingProvider[] {
  return byProvider(models.filter(({ isAvailable }) => !isAvailable)).map((group) => ({
    ...group,
    reason: group.models[0]!.unavailableReason ?? notAvailable(),
  }));
}

/** `128K context · $2.5 in, $10 out per million tokens`, of what is known. */
export function modelFacts(model: Model): string {
  if (isBuiltIn(model)) return t('builtInFacts');
  const { contextWindow, inputPricePerMillion: input, outputPricePerMillion: output } = model;
  const isFree = Number(input) === 0 && Number(output) === 0;
  const known = isFree
    ? t('free')
    : t('prices', { input: formatMoney(input ?? '0'), output: formatMoney(output ?? '0') });
  const cost = input === null || output === null ? t('noPrice') : known;
  return [contextWindow ? t('contextWindow', { tokens: formatCompact(contextWindow) }) : '', cost]
    .filter(Boolean)
    .join(' · ');
}

/** Whether nothing but what comes with the program can answer. */
export function hasOnlyBuiltIn(models: readonly Model[]): boolean {
  const usable = models.filter(({ isAvailable }) => isAvailable);
  return usable.length > 0 && usable.every(isBuiltIn);
}
