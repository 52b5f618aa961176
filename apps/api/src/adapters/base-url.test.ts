import { describe, expect, it } from 'vitest';
import { baseUrlCandidates } from './base-url.ts';

describe('baseUrlCandidates', () => {
  it.each([
    ['http://host:8080/v1', ['http://host:8080/v1']],
    ['http://host:8080/v1/', ['http://host:8080/v1']],
    [' https://host/api/v1/chat/completions ', ['https://host/api/v1']],
    ['http://host:8080', ['http://host:8080/v1', 'http://host:8080']],
    ['ftp://host', []],
    ['host:8080', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(baseUrlCandidates(text)).toEqual(expected);
  });

  it.each([
    ['http://localhost:11434', ['http://localhost:11434/v1']],
    ['http://localhost:11434/v1/', ['http://localhost:11434/v1']],
    ['https://proxy/ollama', ['https://proxy/ollama/v1']],
  ])('under /v1 in any case: %s', (text, expected) => {
    expect(baseUrlCandidates(text, true)).toEqual(expected);
  });
});
