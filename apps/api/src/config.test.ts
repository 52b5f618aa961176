import { describe, expect, it } from 'vitest';
import { idleSettings, readConfig, secretsOf } from './config.ts';

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
    ['TRUST_PROXY', '10.0.0.1', /TRUST_PROXY: must be a whole number from 0 to 10/],
    ['PORT', 'abc', /PORT: must be a whole number from 0 to 65535/],
    ['PORT', '70000', /PORT: must be a whole number from 0 to 65535/],
    ['MAX_FILE_MB', 'big', /MAX_FILE_MB: must be a number from 0.001 to 1000/],
    ['API_URL', 'foo', /API_URL: must be an address that begins with http.*such as http:/],
    ['API_URL', 'user:hunter2@host/v1', /API_URL: must be an address/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL: must be one of fatal, error/],
    ['INTROSPECTION', 'maybe', /INTROSPECTION: must be 1 or 0/],
    ['HTTPS_PROXY', 'gopher://x:hunter2@proxy', /HTTPS_PROXY: must be the address of a proxy/],
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

it.each([
  ['API_KEY', '"sk-1"', 'sk-1'],
  ['API_KEY', "'sk-1'", 'sk-1'],
  ['API_KEY', ' sk-1\r\n', 'sk-1'],
  ['API_KEY', '\uFEFF"sk-1"\r', 'sk-1'],
  ['API_KEY', '"sk-1', '"sk-1'],
  ['API_KEY', '"', '"'],
  ['API_KEY', '""', undefined],
  ['API_KEY', '  ', undefined],
  ['\uFEFFAPI_KEY', 'sk-1', 'sk-1'],
  ['API_URL', '"http://host/v1/"', 'http://host/v1'],
  ['API_MODELS', '"a","b"', ['a', 'b']],
  ['API_MODELS', '["a", "b"]', ['a', 'b']],
  ['API_MODELS', "'a, b'", ['a', 'b']],
  ['PORT', '"4100"', 4100],
  ['SCRIPTED_MODELS', 'True', true],
  ['INTROSPECTION', 'off', false],
  ['LOG_LEVEL', 'INFO', 'info'],
  ['http_proxy', 'proxy.example:3128', 'http://proxy.example:3128'],
])('%j=%j is %j', (name, value, expected) => {
  const setting = name.replace('\uFEFF', '').toUpperCase() as 'API_KEY';
  expect(readConfig({ [name]: value })[setting]).toEqual(expected);
});

it('keeps the passwords of addresses out of logs, and says where one is not used', () => {
  const config = readConfig({
    API_URL: 'https://me:hunter2@host/v1?code=hunter3',
    OLLAMA_BASE_URL: 'http://token4@host',
    HTTPS_PROXY: 'http://me:hunter5@proxy',
    API_KEY: 'sk-1',
  });
  expect(secretsOf(config)).toEqual(expect.arrayContaining(['hunter2', 'hunter3', 'token4', 'hunter5']));
  expect(idleSettings(config).join()).toMatch(/the key is sent/);
});
