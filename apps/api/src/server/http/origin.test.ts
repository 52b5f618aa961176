import { expect, it } from 'vitest';
import { isKnownHost } from './known-host.ts';
import { isOwnOrigin } from './origin.ts';

it.each([
  [undefined, 'parley.lan:4000', undefined, undefined, true],
  ['http://parley.lan:4000', 'parley.lan:4000', undefined, undefined, true],
  ['https://parley.lan', 'parley.lan', undefined, undefined, true],
  ['https://parley.lan', 'parley.lan', undefined, 'https', true],
  ['http://parley.lan', 'parley.lan', undefined, 'https', false],
  ['https://chat.example.org', '127.0.0.1:4000', 'https://chat.example.org', undefined, true],
  ['http://chat.example.org', 'chat.example.org', 'https://chat.example.org', undefined, false],
  ['http://192.168.1.5:4000', '192.168.1.5:4000', 'https://chat.example.org', undefined, true],
  ['https://chat.example.org', 'chat.example.org', 'http://chat.example.org', undefined, true],
  ['https://evil.example', 'parley.lan', undefined, undefined, false],
  ['http://parley.lan:5000', 'parley.lan:4000', undefined, undefined, false],
  ['null', 'parley.lan', undefined, undefined, false],
  ['file://', '', undefined, undefined, false],
])('a page of %s is ours at %s, PUBLIC_URL %s, X-Forwarded-Proto %s: %s', (origin, host, publicUrl, proto, isOurs) => {
  const headers = { host, ...(origin !== undefined && { origin }), ...(proto && { 'x-forwarded-proto': proto }) };
  expect(isOwnOrigin({ headers }, publicUrl)).toBe(isOurs);
});

it.each([
  'localhost',
  'app.localhost:4000',
  '127.0.0.1:4000',
  '192.168.1.5',
  '[::1]:4000',
  '[fe80::1]',
  '::1',
  'parley.lan:4000',
  'parley.local',
  'NAS',
  'nas:4000',
  'parley.home.arpa',
  'host.docker.internal:4000',
  'parley.fritz.box',
  'parley.lan.',
  undefined,
  '',
])('%s is a name of this server', (host) => {
  expect(isKnownHost({ headers: { host } }, undefined, false)).toBe(true);
});

it.each(['evil.example', 'evil.com:4000', '127.0.0.1.evil.com', 'localhost.evil.com', 'lan.evil.com', 'evillan.com'])(
  '%s is one only behind a proxy, or where PUBLIC_URL says so',
  (host) => {
    const request = { headers: { host } };
    expect(isKnownHost(request, undefined, false)).toBe(false);
    expect(isKnownHost(request, 'https://chat.example.org', false)).toBe(false);
    expect(isKnownHost(request, `http://${host}`, false)).toBe(true);
    expect(isKnownHost(request, undefined, true)).toBe(true);
  },
);
