import { expect, test } from 'vitest';
import type { Model } from './use-models.ts';
import { groupModels, hasOnlyBuiltIn, missingProviders, modelFacts } from './model-groups.ts';

const model = (id: string, changes: Partial<Model> = {}): Model => ({
  id,
  name: id,
  provider: id.split(':')[0]!,
  contextWindow: 128_000,
  maxOutputTokens: 3_000,
  inputPricePerMillion: '2.50',
  outputPricePerMillion: '10.00',
  isAvailable: true,
  unavailableReason: null,
  providerLabel: 'models.example.org',
  isDefault: false,
  isLocal: false,
  ...changes,
});

test('models that can be used are grouped by provider; what comes with the program is last, tests at the very end', () => {
  const groups = groupModels([
    model('anthropic:b', { isAvailable: false }),
    model('scripted:echo'),
    model('local:parley'),
    model('openai:z'),
    model('openai:c', { isAvailable: false }),
    model('openai:a'),
  ]);
  expect(groups.map(({ label, models }) => [label, ...models.map(({ id }) => id)])).toEqual([
    ['OpenAI', 'openai:a', 'openai:z'],
    ['Built in', 'local:parley'],
    ['Tests and demos', 'scripted:echo'],
  ]);
});

test('a provider that is not set up is one line with what to do, however many models it has', () => {
  const unavailableReason = 'OpenAI needs an API key: set OPENAI_API_KEY and restart.';
  const missing = missingProviders([
    model('openai:a', { isAvailable: false, unavailableReason }),
    model('openai:b', { isAvailable: false, unavailableReason }),
    model('ollama:c', { isAvailable: false }),
    model('groq:d'),
  ]);
  expect(missing.map(({ label, reason, models }) => [label, reason, models.length])).toEqual([
    ['OpenAI', unavailableReason, 2],
    ['Ollama', 'Not available now.', 1],
  ]);
});

test('facts name the window and the price, and say when no price is set', () => {
  expect(modelFacts(model('a:b'))).toBe('128K context · $2.50 in, $10.00 out per million tokens');
  expect(modelFacts(model('a:b', { inputPricePerMillion: null, contextWindow: null }))).toBe('no price set');
  const free = { inputPricePerMillion: '0', outputPricePerMillion: '0' };
  expect(modelFacts(model('ollama:b', free))).toBe('128K context · free');
  expect(modelFacts(model('local:b', free))).toContain('Not a language model');
});

test('only the built-in model is not a real choice', () => {
  expect(hasOnlyBuiltIn([model('local:parley'), model('openai:a', { isAvailable: false })])).toBe(true);
  expect(hasOnlyBuiltIn([model('local:parley'), model('openai:a')])).toBe(false);
  expect(hasOnlyBuiltIn([])).toBe(false);
});
