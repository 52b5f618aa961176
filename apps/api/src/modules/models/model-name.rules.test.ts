import { describe, expect, it } from 'vitest';
import { knownModels } from './catalogue.ts';
import { knownContextWindow, parseModelId, unknownModel, withoutVersion } from './model-name.rules.ts';

describe('parseModelId', () => {
  it.each([
    ['openai:gpt-4o', 'openai', 'gpt-4o'],
    ['api:llama3.3:70b-instruct-q8_0', 'api', 'llama3.3:70b-instruct-q8_0'],
    ['huggingface:Qwen/Qwen3-32B', 'huggingface', 'Qwen/Qwen3-32B'],
    ['api:my model', 'api', 'my model'],
  ])('takes %s apart', (modelId, providerId, name) => {
    expect(parseModelId(modelId)).toEqual({ providerId, name });
  });

  it.each([
    '',
    'gpt-4o',
    ':gpt-4o',
    'openai:',
    'openai: gpt',
    'OPENAI:gpt',
    'api:a\0b',
    'api:a\nb',
    'api:\ud800',
    `api:${'x'.repeat(251)}`,
  ])('refuses %j', (modelId) => {
    expect(parseModelId(modelId)).toBeNull();
  });
});

describe('unknownModel', () => {
  it('does not echo what cannot be shown', () => {
    expect(unknownModel('a\0b').message).not.toContain('\0');
    expect(unknownModel('x'.repeat(100_000)).message.length).toBeLessThan(300);
    expect(unknownModel('nope')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'modelId' });
  });
});

describe('withoutVersion', () => {
  it.each([
    ['openai:gpt-4o-2024-08-06', 'openai:gpt-4o'],
    ['anthropic:claude-sonnet-4-5-20250929', 'anthropic:claude-sonnet-4-5'],
    ['google:gemini-2.5-flash-001', 'google:gemini-2.5-flash'],
    ['anthropic:claude-sonnet-4-5', 'anthropic:claude-sonnet-4-5'],
    ['groq:openai/gpt-oss-120b', 'groq:openai/gpt-oss-120b'],
  ])('of %s is %s', (modelId, base) => {
    expect(withoutVersion(modelId)).toBe(base);
  });
});

describe('knownContextWindow', () => {
  it.each([
    ['openai', 'gpt-4o-2024-08-06', 128_000],
    ['api', 'llama3.3:70b-instruct-q8_0', 131_072],
    ['ollama', 'phi4-reasoning:14b-plus-fp16', 32_768],
    ['ollama', 'mistral-small3.1:24b', 131_072],
    ['api', 'qwen3:32b-q8_0', 40_960],
    ['api', 'something-else', null],
    ['constructor', 'x', null],
  ])('of %s:%s is %s', (providerId, name, tokens) => {
    expect(knownContextWindow(providerId, name)).toBe(tokens);
  });
});

describe('the catalogue', () => {
  it('has every model once, with prices in order of their days', () => {
    for (const models of Object.values(knownModels)) {
      expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
      for (const { prices } of models) {
        const days = prices.map(({ asOf }) => asOf);
        expect(days).toEqual(days.toSorted());
        expect(days.every((day) => new Date(day).toISOString().startsWith(day))).toBe(true);
      }
    }
  });
});
