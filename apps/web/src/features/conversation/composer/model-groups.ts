import type { Model } from '../../models/use-models.ts';
import { formatCompact } from '../format.ts';

const labels: Record<string, string> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  groq: 'Groq',
  huggingface: 'Hugging Face',
  ollama: 'Ollama',
  local: 'On this server',
  scripted: 'Tests and demos',
  api: 'Configured endpoint',
};

/** Models of one provider. */
export interface ModelGroup {
  provider: string;
  label: string;
  models: readonly Model[];
}

/** What the words of a provider are for people. */
export function providerLabel(provider: string): string {
  return labels[provider] ?? provider;
}

/** Real models first, then what comes with the program, then what cannot be used. */
function rank({ provider, models }: ModelGroup): number {
  if (!models[0]!.isAvailable) return 3;
  return provider === 'scripted' ? 2 : provider === 'local' ? 1 : 0;
}

/** Models by provider; those that can be used come first. */
export function groupModels(models: readonly Model[]): ModelGroup[] {
  const groups = Map.groupBy(models, ({ provider }) => provider);
  return [...groups]
    .map(([provider, members]) => ({
      provider,
      label: providerLabel(provider),
      models: members.toSorted((a, b) => Number(b.isAvailable) - Number(a.isAvailable) || a.name.localeCompare(b.name)),
    }))
    .toSorted((a, b) => rank(a) - rank(b));
}

function price(amount: string): string {
  return `$${Number(amount)}`;
}

/** `128K window · $2.5 in, $10 out per million`, of what is known. */
export function modelFacts(model: Model): string {
  const { contextWindow, inputPricePerMillion: input, outputPricePerMillion: output } = model;
  const isFree = Number(input) === 0 && Number(output) === 0;
  const known = isFree ? 'free' : `${price(input ?? '0')} in, ${price(output ?? '0')} out per million`;
  const cost = input === null || output === null ? 'no price set' : known;
  return [contextWindow ? `${formatCompact(contextWindow)} window` : '', cost].filter(Boolean).join(' · ');
}

/** Whether nothing but what comes with the program can answer. */
export function hasOnlyBuiltIn(models: readonly Model[]): boolean {
  const usable = models.filter(({ isAvailable }) => isAvailable);
  return usable.length > 0 && usable.every(({ provider }) => provider === 'local');
}
