import { describe, expect, it } from 'vitest';
import {
  createSessionInput,
  generationParameters,
  sendMessageInput,
  submitFeedbackInput,
  updatePreferencesInput,
  updateSessionInput,
  updateSessionRetrievalInput,
} from './index.ts';
import { preferences } from './preferences.ts';
import { z } from './z.ts';

describe('what is taken', () => {
  it.each<[string, z.ZodMiniType, object, object]>([
    ['nothing of what may be left out', submitFeedbackInput, {}, {}],
    [
      'opinions, tidied',
      submitFeedbackInput,
      { categories: [' wrong ', 'wrong', 'long'], text: '  so so ' },
      { categories: ['wrong', 'long'], text: 'so so' },
    ],
    [
      'opinions taken back',
      submitFeedbackInput,
      { stars: null, categories: null, text: ' ', reportedIssue: null },
      { stars: null, categories: [], text: null, reportedIssue: null },
    ],
    [
      'a blank title and system prompt as none',
      createSessionInput(),
      { title: ' ', systemPrompt: ' \n' },
      { title: null, systemPrompt: null, parameters: {} },
    ],
    ['null for all parameters as no change', updateSessionInput(), { parameters: null }, { parameters: {} }],
    ['more tokens for a model that allows them', generationParameters(8000), { maxTokens: 8000 }, { maxTokens: 8000 }],
    [
      'null for every preference',
      updatePreferencesInput(),
      { theme: null, parameters: null, streaming: null },
      { theme: null, parameters: null, streaming: null },
    ],
    ['a language tag, in its usual form', updatePreferencesInput(), { locale: 'EN-gb' }, { locale: 'en-GB' }],
    ['each id once', updateSessionRetrievalInput, { collectionIds: ['a', 'a'] }, { collectionIds: ['a'] }],
  ])('%s', (_what, schema, given, taken) => {
    expect(z.parse(schema, given)).toEqual(taken);
  });

  it('the default of every preference', () => {
    const defaults = {
      defaultModelId: null,
      parameters: {},
      systemPrompt: null,
      theme: 'SYSTEM',
      locale: null,
      streaming: true,
      autoSummarisation: true,
    };
    expect(z.parse(preferences, {})).toEqual(defaults);
  });
});

it.each<[string, z.ZodMiniType, object, string]>([
  ['text', sendMessageInput, { text: ' ' }, 'must not be empty.'],
  ['text', sendMessageInput, { text: 'x'.repeat(400_001) }, 'is too long: 400001 characters, at most 400000.'],
  ['messageId', sendMessageInput, { text: 'Hi', messageId: '1' }, 'must be a UUID.'],
  ['title', updateSessionInput(), { title: '  ' }, 'must not be empty.'],
  ['title', updateSessionInput(), { title: 'x'.repeat(201) }, 'is too long: 201 characters, at most 200.'],
  [
    'systemPrompt',
    createSessionInput(),
    { systemPrompt: 'x'.repeat(20_001) },
    'is too long: 20001 characters, at most 20000.',
  ],
  [
    'parameters.temperature',
    createSessionInput(),
    { parameters: { temperature: Infinity } },
    'must be between 0 and 2.',
  ],
  ['parameters.topK', updateSessionInput(), { parameters: { topK: 0.5 } }, 'must be a whole number between 0 and 100.'],
  [
    'parameters.maxTokens',
    updatePreferencesInput(5),
    { parameters: { maxTokens: 6 } },
    'must be a whole number between 1 and 5.',
  ],
  ...['', 'x', 'de_DE', 'german language', `de-${'x'.repeat(40)}`].map(
    (locale): [string, z.ZodMiniType, object, string] => [
      'locale',
      updatePreferencesInput(),
      { locale },
      'must be a BCP 47 language tag such as de or en-GB.',
    ],
  ),
  ['stars', submitFeedbackInput, { stars: 6 }, 'must be a whole number between 1 and 5.'],
  ['categories', submitFeedbackInput, { categories: Array(11).fill('x') }, 'has too many entries: 11, at most 10.'],
  ['categories.1', submitFeedbackInput, { categories: ['x', ' '] }, 'must not be empty.'],
  [
    'reportedIssue',
    submitFeedbackInput,
    { reportedIssue: 'x'.repeat(2_001) },
    'is too long: 2001 characters, at most 2000.',
  ],
  ['collectionIds', updateSessionRetrievalInput, { collectionIds: [] }, 'must not be empty.'],
])('%s is refused by %#', (field, schema, given, message) => {
  const [issue] = schema.safeParse(given).error!.issues;
  expect([issue!.path.join('.'), issue!.message]).toEqual([field, message]);
});

it('a refusal says what is wrong in a form that a catalogue can word', () => {
  expect(updateSessionInput().safeParse({ title: 'x'.repeat(201) }).error!.issues).toMatchObject([
    { code: 'custom', params: { problem: 'tooLong', length: 201, max: 200 } },
  ]);
});
