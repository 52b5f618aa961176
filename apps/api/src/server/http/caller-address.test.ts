import { expect, it } from 'vitest';
import { callerAddress } from './caller-address.ts';

it.each([
  [0, undefined, '10.0.0.1'],
  [0, '198.51.100.7', '10.0.0.1'],
  [1, undefined, '10.0.0.1'],
  [1, '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  [2, 'made up, 203.0.113.9,198.51.100.7', '203.0.113.9'],
  [5, ' 203.0.113.9 , 198.51.100.7', '203.0.113.9'],
])('behind %d proxies, X-Forwarded-For %s means %s', (proxies, forwarded, address) => {
  const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.1' } };
  expect(callerAddress(request as never, proxies)).toBe(address);
});
