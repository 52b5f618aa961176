import { expect, test } from 'vitest';
import type { Model } from '../../models/use-models.ts';
import { groupModels, hasOnlyBuiltIn, modelFacts } from './model-groups.ts';

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
  isDefault: false,
  isLocal: false,
  ...changes,
});

test('models are grouped by provider, usable ones first', () => {
  const groups = groupModels([
    model('anthropic:b', { isAvailable: false }),
    model('openai:z'),
    model('openai:c', { isAvailable: false }),
    model('openai:a'),
  ]);
  expect(groups.map(({ label, models }) => [label, ...models.map(({ id }) => id)])).toEqual([
    ['OpenAI', 'openai:a', 'openai:z', 'openai:c'],
    ['Anthropic', 'anthropic:b'],
  ]);
});

test('facts name the window and the price, as far as they are known', () => {
  expect(modelFacts(model('a:b'))).toBe('128K window · $2.5 in, $10 out per million');
  expect(modelFacts(model('a:b', { inputPricePerMillion: null, contextWindow: null }))).toBe('no price set');
  expect(modelFacts(model('local:b', { inputPricePerMillion: '0', outputPricePerMillion: '0', isLocal: true }))).toBe(
    '128K window · free',
  );
});

test('only the built-in model is not a real choice', () => {
  expect(hasOnlyBuiltIn([model('local:parley'), model('openai:a', { isAvailable: false })])).toBe(true);
  expect(hasOnlyBuiltIn([model('local:parley'), model('openai:a')])).toBe(false);
  expect(hasOnlyBuiltIn([])).toBe(false);
});
