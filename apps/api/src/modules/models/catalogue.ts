import type { Money } from '../../kernel/money.ts';

/** A price list’s entry in USD for a million tokens, and a day (UTC) on which it was in force. */
export interface KnownPrice {
  asOf: string;
  inputPerMillion: Money;
  outputPerMillion: Money;
}

export interface KnownModel {
  /** As the provider calls it. Dated versions (`gpt-4o-2024-08-06`) are found under it too. */
  name: string;
  /** Tokens; null where it was not published. */
  contextWindow: number | null;
  prices: readonly KnownPrice[];
}

const SUMMER = '2026-07-24';
const AUTUMN = '2026-10-10';

function model(
  name: string,
  contextWindow: number | null,
  ...prices: [asOf: string, input: Money, output: Money][]
): KnownModel {
  return {
    name,
    contextWindow,
    prices: prices.map(([asOf, inputPerMillion, outputPerMillion]) => ({ asOf, inputPerMillion, outputPerMillion })),
  };
}

/** Providers whose models run on the operator’s own machines: free, until MODELS_FILE gives one of them a price. */
export const freeProviders: readonly string[] = ['local', 'scripted', 'ollama'];

/** Well-known embedding models by their whole id; nothing can be asked of them but vectors. */
export const embeddingPrices: Readonly<Record<string, readonly KnownPrice[]>> = {
  'openai:text-embedding-3-small': [{ asOf: SUMMER, inputPerMillion: '0.02', outputPerMillion: '0' }],
  'openai:text-embedding-3-large': [{ asOf: SUMMER, inputPerMillion: '0.13', outputPerMillion: '0' }],
  'openai:text-embedding-ada-002': [{ asOf: SUMMER, inputPerMillion: '0.1', outputPerMillion: '0' }],
};

/**
 * Well-known models by provider, the one to start with first. It is what is shown of a provider that
 * cannot be asked, and where prices come from until an administrator sets them. A price is the standard
 * one: discounts for batches and caches and surcharges for very long prompts are not in it.
 */
export const knownModels: Readonly<Record<string, readonly KnownModel[]>> = {
  openai: [
    model('gpt-5.6-terra', 1_050_000, [SUMMER, '2.5', '15'], ['2026-07-30', '2', '12']),
    model('gpt-5.6-luna', 1_050_000, [SUMMER, '1', '6'], ['2026-07-30', '0.2', '1.2']),
    model('gpt-5.6-sol', 1_050_000, [SUMMER, '5', '30']),
    model('gpt-6.1-terra', 1_050_000, ['2026-10-26', '1', '5']),
    model('gpt-6.1-sol', null, [AUTUMN, '2', '10']),
    model('gpt-5.4', 1_050_000, [SUMMER, '2.5', '15']),
    model('gpt-5.4-mini', 400_000, [SUMMER, '0.75', '4.5']),
    model('gpt-5.4-nano', 400_000, [SUMMER, '0.2', '1.25']),
    model('gpt-5.2', 400_000, [SUMMER, '1.75', '14']),
    model('gpt-5.1', 400_000, [SUMMER, '1.25', '10']),
    model('gpt-5', 400_000, [SUMMER, '1.25', '10']),
    model('gpt-5-mini', 400_000, [SUMMER, '0.25', '2']),
    model('gpt-5-nano', 400_000, [SUMMER, '0.05', '0.4']),
    model('gpt-4.1', 1_047_576, [SUMMER, '2', '8']),
    model('gpt-4.1-mini', 1_047_576, [SUMMER, '0.4', '1.6']),
    model('gpt-4.1-nano', 1_047_576, [SUMMER, '0.1', '0.4']),
    model('gpt-4o', 128_000, [SUMMER, '2.5', '10']),
    model('gpt-4o-mini', 128_000, [SUMMER, '0.15', '0.6']),
    model('o3', 200_000, [SUMMER, '2', '8']),
    model('o4-mini', 200_000, [SUMMER, '1.1', '4.4']),
  ],
  anthropic: [
    model('claude-sonnet-5-5', 1_000_000, [AUTUMN, '2', '10']),
    model('claude-opus-5-5', 1_000_000, [AUTUMN, '4', '20']),
    model('claude-fable-5-1', 1_000_000, [AUTUMN, '10', '50']),
    model('claude-sonnet-5', 1_000_000, [SUMMER, '2', '10']),
    model('claude-opus-5', 1_000_000, [SUMMER, '5', '25']),
    model('claude-opus-4-8', 1_000_000, [SUMMER, '5', '25']),
    model('claude-opus-4-7', 1_000_000, [SUMMER, '5', '25']),
    model('claude-opus-4-6', 1_000_000, [SUMMER, '5', '25']),
    model('claude-sonnet-4-6', 1_000_000, [SUMMER, '3', '15']),
    model('claude-opus-4-5', 200_000, [SUMMER, '5', '25']),
    model('claude-sonnet-4-5', 200_000, [SUMMER, '3', '15']),
    model('claude-haiku-4-5', 200_000, [SUMMER, '1', '5']),
  ],
  google: [
    // Google’s introductory price of the newest Flash models ends with the year.
    model('gemini-3.8-flash', 1_048_576, [AUTUMN, '0.75', '3.75'], ['2027-01-01', '1.5', '7.5']),
    model(
      'gemini-3.6-flash',
      1_048_576,
      [SUMMER, '1.5', '7.5'],
      [AUTUMN, '0.75', '3.75'],
      ['2027-01-01', '1.5', '7.5'],
    ),
    model('gemini-3.5-flash', 1_048_576, [SUMMER, '1.5', '9']),
    model('gemini-3.5-flash-lite', 1_048_576, [SUMMER, '0.3', '2.5']),
    model('gemini-3.1-pro-preview', 1_048_576, [SUMMER, '2', '12']),
    model('gemini-3.1-flash-lite', 1_048_576, [SUMMER, '0.25', '1.5']),
    model('gemini-3-flash-preview', 1_048_576, [SUMMER, '0.5', '3']),
    model('gemini-2.5-pro', 1_048_576, [SUMMER, '1.25', '10']),
    model('gemini-2.5-flash', 1_048_576, [SUMMER, '0.3', '2.5']),
    model('gemini-2.5-flash-lite', 1_048_576, [SUMMER, '0.1', '0.4']),
  ],
  groq: [
    model('llama-3.3-70b-versatile', 131_072, [SUMMER, '0.59', '0.79']),
    model('llama-3.1-8b-instant', 131_072, [SUMMER, '0.05', '0.08']),
    model('openai/gpt-oss-120b', 131_072, [SUMMER, '0.15', '0.6']),
    model('openai/gpt-oss-20b', 131_072, [SUMMER, '0.075', '0.3']),
  ],
};

/**
 * Context windows of open models, whoever serves them and in whatever quantisation; the first match
 * counts. A server may be set to less (Ollama usually is): MODELS_FILE goes before this.
 */
export const windowsByName: readonly (readonly [pattern: RegExp, contextWindow: number])[] = [
  [/llama-?3\.[1-3]/i, 131_072],
  [/llama-?3/i, 8_192],
  [/qwen-?3/i, 40_960],
  [/qwen-?2\.5/i, 32_768],
  [/phi-?4-mini/i, 131_072],
  [/phi-?4-reasoning/i, 32_768],
  [/phi-?4/i, 16_384],
  [/mistral-(small-?3|nemo)/i, 131_072],
  [/mistral-small/i, 32_768],
  [/gemma-?3/i, 131_072],
  [/gpt-oss/i, 131_072],
  [/deepseek-r1/i, 131_072],
];
