import type { GenerationSettings } from '../../ports/language-model.ts';

/** What a provider calls each setting in a request; null for one that it refuses. */
export type SettingNames = Readonly<Record<keyof GenerationSettings, string | null>>;

/** The settings under the provider's names, without those that are undefined or refused. */
export function namedSettings(settings: GenerationSettings, names: SettingNames): Record<string, number> {
  const named: Record<string, number> = {};
  for (const key of Object.keys(names) as (keyof GenerationSettings)[]) {
    const name = names[key];
    const value = settings[key];
    if (name !== null && value !== undefined) named[name] = value;
  }
  return named;
}
