import { describe, expect, it } from 'vitest';
import { readAddress, secretsOfAddress, withSearch } from './service-address.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('readAddress', () => {
  it.each([
    ['http://host:8080/v1/', 'http://host:8080/v1', '', undefined],
    ['http://user:p%40ss@host', 'http://host', '', basic('user:p@ss')],
    ['http://user:100%@host/', 'http://host', '', basic('user:100%')],
    ['https://token@host/a', 'https://host/a', '', basic('token:')],
    ['https://host/openai/?api-version=2026-01-01', 'https://host/openai', '?api-version=2026-01-01', undefined],
    ['http://[::1]:11434/?', 'http://[::1]:11434', '', undefined],
  ])('%s', (text, base, search, authorization) => {
    expect(readAddress(text)).toEqual({ base, search, authorization });
  });

  it.each(['foo', 'host:8080', 'ftp://host', ''])('%j is none', (text) => expect(readAddress(text)).toBeNull());
});

it('puts the query of the address behind that of the path', () => {
  expect(withSearch('/models', '?v=1')).toBe('/models?v=1');
  expect(withSearch('/models?limit=9', '?v=1')).toBe('/models?limit=9&v=1');
  expect(withSearch('/models?limit=9', '')).toBe('/models?limit=9');
});

it('knows what of an address is secret', () => {
  const text = 'https://user:p%40ss@host/v1?api-version=1&code=abc';
  expect(secretsOfAddress(text).toSorted()).toEqual(
    ['p%40ss', 'p@ss', Buffer.from('user:p@ss').toString('base64'), 'abc'].toSorted(),
  );
  expect(secretsOfAddress('postgres://parley@db/chat')).toEqual([]);
});
