import { ModelError } from '../../ports/language-model.ts';

/** What an operator configured for one provider. */
export interface ProviderSettings {
  /** The provider's id: one of the presets, `anthropic` or `scripted`. */
  id: string;
  /** For people, instead of the preset's own. */
  label?: string | undefined;
  /** Instead of the preset's own address; with a name and password, and a query, where there are any. */
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  /** Exactly these models, instead of asking the provider which it has. */
  models?: readonly string[];
}

/** What must be there before a provider can be asked, and where an operator puts it. */
export interface Prerequisites {
  label: string;
  apiKey: string | undefined;
  /** Null where it works without a key. */
  requiredKeySetting: string | null;
  urlSetting: string;
  baseUrls: readonly string[];
}

/** Why a provider cannot be asked at all, as the error it would give; null when it can. */
export function missingPrerequisite(given: Prerequisites): ModelError | null {
  if (given.requiredKeySetting !== null && given.apiKey === undefined) {
    return new ModelError(
      'PROVIDER_AUTH',
      `${given.label} needs an API key: set ${given.requiredKeySetting} and restart.`,
    );
  }
  if (given.baseUrls.length > 0) return null;
  const problem = `${given.label} needs an address that begins with http:// or https://: set ${given.urlSetting} and restart.`;
  return new ModelError('PROVIDER_UNAVAILABLE', problem);
}
