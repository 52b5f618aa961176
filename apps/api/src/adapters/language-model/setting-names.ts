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

/** Which of the settings a body really has, and with what value. */
export function settingsIn(
  body: Readonly<Record<string, unknown>>,
  settings: GenerationSettings,
  names: SettingNames,
): GenerationSettings {
  const sent: GenerationSettings = {};
  for (const key of Object.keys(names) as (keyof GenerationSettings)[]) {
    if (settings[key] === undefined) continue;
    const possible = key === 'maxTokens' ? ['max_tokens', 'max_completion_tokens'] : [names[key] ?? ''];
    const value = possible.map((name) => body[name]).find((one) => typeof one === 'number');
    if (value !== undefined) sent[key] = value;
  }
  return sent;
}
