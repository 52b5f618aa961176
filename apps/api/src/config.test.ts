import { describe, expect, it } from 'vitest';
import { idleSettings, readConfig } from './config.ts';

describe('a setting that is wrong is named, and no password shown', () => {
  it.each([
    ['DATABASE_URL', 'postgres://parley:hunter2%zz@db.example/chat', /DATABASE_URL: .*percent-encoded/],
    ['DATABASE_URL', 'postgres://parley:hunter2#1@db.example/chat', /DATABASE_URL: .*percent-encoded/],
    ['DATABASE_URL', 'postgres://parley:hunter2@db.example:99999/chat', /DATABASE_URL: must be a URL/],
    ['DATABASE_URL', 'mysql://parley:hunter2@db.example/chat', /DATABASE_URL: must begin with postgres/],
    ['REDIS_URL', 'redis://:hunter2%@cache.example', /REDIS_URL: .*percent-encoded/],
    ['PUBLIC_URL', 'https://example.org/parley', /PUBLIC_URL: must be an origin/],
    ['PUBLIC_URL', 'https://example.org?a=hunter2', /PUBLIC_URL: must be an origin/],
    ['PUBLIC_URL', 'example.org', /PUBLIC_URL: /],
    ['TRUST_PROXY', '10.0.0.1', /TRUST_PROXY: /],
  ])('%s=%s', (name, value, words) => {
    const read = (): unknown => readConfig({ [name]: value });
    expect(read).toThrow(words);
    expect(read).not.toThrow(/hunter2/);
  });
});

it.each([
  ['DATABASE_URL', 'postgres://parley:p%40ss@db.example:5433/chat?sslmode=require'],
  ['DATABASE_URL', 'postgres://parley@/chat?host=/run/postgresql'],
  ['DATABASE_URL', 'postgresql:///chat'],
  ['REDIS_URL', 'rediss://:secret@cache.example:6380/2'],
])('takes %s=%s', (name, value) => expect(readConfig({ [name]: value })).toMatchObject({ [name]: value }));

it.each([
  ['https://parley.example.org/', 'https://parley.example.org'],
  ['https://Parley.Example.org:443', 'https://parley.example.org'],
  ['http://localhost:8080', 'http://localhost:8080'],
])('takes PUBLIC_URL=%s as browsers write it', (given, origin) =>
  expect(readConfig({ PUBLIC_URL: given }).PUBLIC_URL).toBe(origin),
);

it.each([
  ['', 0],
  ['0', 0],
  ['false', 0],
  ['1', 1],
  ['true', 1],
  ['3', 3],
])('counts proxies: TRUST_PROXY=%s', (value, proxies) =>
  expect(readConfig({ TRUST_PROXY: value }).TRUST_PROXY).toBe(proxies),
);

it('says which settings do nothing without another one', () => {
  expect(idleSettings(readConfig({}))).toEqual([]);
  const idle = idleSettings(readConfig({ API_KEY: 'sk-hunter2', REDIS_URL: 'redis://:hunter2@cache.example' }));
  expect(idle).toEqual([
    expect.stringMatching(/^API_KEY .*API_URL/),
    expect.stringMatching(/^REDIS_URL .*DATABASE_URL/),
  ]);
  expect(idle.join()).not.toContain('hunter2');
});
