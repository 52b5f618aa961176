import { describe, expect, it } from 'vitest';
import { changeParameters, checkLocale, checkModelId } from './preferences.rules.ts';

describe('changeParameters', () => {
  const kept = { temperature: 0.5, topK: 40 };

  it('puts what is given in its place and leaves the rest', () => {
    expect(changeParameters(kept, { temperature: 0, seed: 7 }, 3000)).toEqual({ temperature: 0, topK: 40, seed: 7 });
    expect(changeParameters(kept, { temperature: undefined }, 3000)).toEqual(kept);
  });

  it('clears one by null, and all by null', () => {
    expect(changeParameters(kept, { temperature: null }, 3000)).toEqual({ topK: 40 });
    expect(changeParameters(kept, null, 3000)).toEqual({});
  });

  it('leaves what is kept as it was', () => {
    changeParameters(kept, { temperature: null, topK: 1 }, 3000);
    expect(kept).toEqual({ temperature: 0.5, topK: 40 });
  });

  it('refuses what is out of range, up to the model’s ceiling', () => {
    const refused = { code: 'BAD_USER_INPUT', field: 'parameters.maxTokens' };
    expect(() => changeParameters(kept, { maxTokens: 3001 }, 3000)).toThrow(expect.objectContaining(refused));
    expect(changeParameters(kept, { maxTokens: 3001 }, 8000)).toMatchObject({ maxTokens: 3001 });
  });
});

describe('checkModelId', () => {
  it.each(['', ' ', 'x'.repeat(301), 'local:\0'])('refuses what cannot be a model', (text) => {
    expect(() => checkModelId(text)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'defaultModelId' }),
    );
  });
});

describe('checkLocale', () => {
  it('writes a tag as it is written everywhere, and leaves null', () => {
    expect(['de', 'EN-gb', null].map(checkLocale)).toEqual(['de', 'en-GB', null]);
  });

  it.each(['', 'x', 'de_DE', 'german language', 'de\0', `de-${'x'.repeat(40)}`])('refuses %j', (tag) => {
    expect(() => checkLocale(tag)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'locale' }));
  });
});
