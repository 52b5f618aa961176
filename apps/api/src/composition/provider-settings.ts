import type { ProviderSettings, ProviderTimeouts } from '../adapters/language-model/index.ts';
import type { Config } from '../config.ts';

/** The providers an operator has configured, in the order the model list shows them. */
export function providerSettings(config: Config): ProviderSettings[] {
  const scripted: ProviderSettings[] = config.SCRIPTED_MODELS ? [{ id: 'scripted' }] : [];
  const generic: ProviderSettings[] = config.API_URL
    ? [
        {
          id: 'api',
          label: config.API_NAME ?? new URL(config.API_URL).host,
          baseUrl: config.API_URL,
          apiKey: config.API_KEY,
          ...(config.API_MODELS && { models: config.API_MODELS }),
        },
      ]
    : [];
  const ollama: ProviderSettings[] = config.OLLAMA_BASE_URL ? [{ id: 'ollama', baseUrl: config.OLLAMA_BASE_URL }] : [];
  return [
    ...generic,
    ...ollama,
    { id: 'openai', apiKey: config.OPENAI_API_KEY, baseUrl: config.OPENAI_BASE_URL },
    { id: 'anthropic', apiKey: config.ANTHROPIC_API_KEY, baseUrl: config.ANTHROPIC_BASE_URL },
    { id: 'google', apiKey: config.GOOGLE_API_KEY, baseUrl: config.GOOGLE_BASE_URL },
    { id: 'groq', apiKey: config.GROQ_API_KEY, baseUrl: config.GROQ_BASE_URL },
    { id: 'huggingface', apiKey: config.HUGGINGFACE_API_KEY, baseUrl: config.HUGGINGFACE_BASE_URL },
    ...scripted,
  ];
}

/** How long providers are waited for. */
export function providerTimeouts(config: Config): Partial<ProviderTimeouts> {
  const firstToken = config.PROVIDER_FIRST_TOKEN_TIMEOUT_S;
  return {
    connectMs: config.PROVIDER_CONNECT_TIMEOUT_S * 1_000,
    ...(firstToken !== undefined && { firstTokenMs: firstToken * 1_000 }),
    betweenTokensMs: config.PROVIDER_NEXT_TOKEN_TIMEOUT_S * 1_000,
    withoutTokenMs: config.PROVIDER_THINKING_TIMEOUT_S * 1_000,
  };
}
