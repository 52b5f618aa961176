import { expect, it } from 'vitest';
import { readModelList } from './model-list.ts';

it.each([
  ['names', { data: ['b', 'a', 'a'] }, ['a', 'b']],
  ['a list of names', ['a', 'b'], ['a', 'b']],
  ['Ollama’s own list', { models: [{ name: 'llama3:8b', model: 'llama3:8b' }] }, ['llama3:8b']],
  [
    'Google’s own list',
    { models: [{ name: 'models/gemini', supportedGenerationMethods: ['generateContent'] }] },
    ['gemini'],
  ],
  ['entries with a model alone', { data: [{ model: 'a' }, { name: 'b' }, { id: '', name: 'c' }] }, ['a', 'b', 'c']],
  ['models by name', { data: { a: {}, b: { context_length: 5 } } }, ['a', 'b']],
  ['null', { object: 'list', data: null }, []],
  ['null and models', { data: null, models: [{ name: 'a' }] }, ['a']],
  ['odd entries', { data: [null, 7, {}, { id: 7 }, 'a'] }, ['a']],
])('reads %s', (_name, answer, names) => {
  expect(readModelList(answer)?.map(({ name }) => name)).toEqual(names);
});

it('leaves out what the list says is for something else', () => {
  const data = [
    { id: 'a', type: 'embeddings' },
    { id: 'b', type: 'image' },
    { id: 'c', capabilities: { completion_chat: false } },
    { id: 'd', architecture: { output_modalities: ['image'] } },
    { id: 'e', supportedGenerationMethods: ['embedContent'] },
    { id: 'f', endpoints: ['embed'] },
    { id: 'g', pipeline_tag: 'feature-extraction' },
    { id: 'llm', type: 'llm' },
    { id: 'vlm', type: 'vlm', architecture: { output_modalities: ['text', 'image'] } },
    { id: 'both', endpoints: ['chat', 'embed'] },
    { id: 'sees', pipeline_tag: 'image-text-to-text' },
  ];
  expect(readModelList({ data })?.map(({ name }) => name)).toEqual(['both', 'llm', 'sees', 'vlm']);
});

it.each([[undefined], ['text'], [{ error: 'x' }], [{ data: 1 }]])('%j is no list', (answer) => {
  expect(readModelList(answer)).toBeUndefined();
});
