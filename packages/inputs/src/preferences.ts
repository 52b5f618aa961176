import { changesOf } from './options.ts';
import { generationParameters } from './parameters.ts';
import { rule } from './rule.ts';
import { systemPrompt } from './session.ts';
import { z } from './z.ts';

export const themes = { SYSTEM: 'SYSTEM', LIGHT: 'LIGHT', DARK: 'DARK' } as const;

function isLocale(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const locale = z.string().check(
  rule('notLocale', (tag) => !isLocale(tag)),
  z.overwrite((tag) => Intl.getCanonicalLocales(tag)[0]!),
);

/** What a person prefers, with what holds where nothing was chosen. */
export const preferences = z.object({
  defaultModelId: z._default(z.nullable(z.string()), null),
  parameters: z._default(generationParameters(), {}),
  systemPrompt: z._default(systemPrompt, null),
  theme: z._default(z.enum(themes), 'SYSTEM'),
  /** Null follows the browser. */
  locale: z._default(z.nullable(locale), null),
  streaming: z._default(z.boolean(), true),
  autoSummarisation: z._default(z.boolean(), true),
});

/** @param maxTokens the ceiling of the preferred model. */
export const updatePreferencesInput = (maxTokens?: number) =>
  z.extend(changesOf(preferences), { parameters: z.nullish(generationParameters(maxTokens)) });
