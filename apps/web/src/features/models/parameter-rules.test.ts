import { expect, test } from 'vitest';
import { type ParameterName, parameterRules, parseParameter, parseParameters, rulesFor } from './parameter-rules.ts';

const rule = (name: ParameterName) => parameterRules.find((candidate) => candidate.name === name)!;
const empty = { temperature: '', topP: '', topK: '', maxTokens: '', seed: '' };

test.each([
  ['temperature', '0', 0],
  ['temperature', ' 1,5 ', 1.5],
  ['topK', '100', 100],
  ['seed', '', null],
] as const)('%s: %j is %j', (name, typed, value) => {
  expect(parseParameter(rule(name), typed)).toEqual({ value });
});

test.each([
  ['temperature', '2.1'],
  ['temperature', 'warm'],
  ['temperature', 'NaN'],
  ['temperature', '1e309'],
  ['topK', '1.5'],
  ['maxTokens', '0'],
  ['seed', '1.5'],
] as const)('%s: %j is refused with the range in the message', (name, typed) => {
  const parsed = parseParameter(rule(name), typed);
  expect(parsed).toHaveProperty(
    'problem',
    expect.stringContaining(`from ${rule(name).min.toLocaleString('en')} to ${rule(name).max.toLocaleString('en')}`),
  );
});

test('the ceiling of a model replaces the general one', () => {
  const maxTokens = rulesFor({ maxOutputTokens: 8000 }).find(({ name }) => name === 'maxTokens')!;
  expect(parseParameter(maxTokens, '8000')).toEqual({ value: 8000 });
  expect(maxTokens.help()).toContain('up to 8,000');
});

test('fields are checked together', () => {
  expect(parseParameters(parameterRules, { ...empty, topP: '0.9' })).toEqual({
    values: { temperature: null, topP: 0.9, topK: null, maxTokens: null, seed: null },
  });
  const refused = parseParameters(parameterRules, { ...empty, topP: '9', seed: 'x' });
  expect(Object.keys('problems' in refused ? refused.problems : {})).toEqual(['topP', 'seed']);
});
