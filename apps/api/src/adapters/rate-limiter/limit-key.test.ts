import { describe, expect, it } from 'vitest';
import { limitKey, networkOf } from './limit-key.ts';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('limitKey', () => {
  const alice = { address: '203.0.113.7', userId: 'alice', account: 'alice@example.org' };

  it('by user is the same from every address', () => {
    expect(limitKey('user', alice)).toBe(limitKey('user', { ...alice, address: '198.51.100.1' }));
    expect(limitKey('user', alice)).not.toBe(limitKey('user', { ...alice, userId: 'bob' }));
  });

  it('by user falls back to the address of who is not signed in', () => {
    expect(limitKey('user', { address: alice.address })).toBe(limitKey('address', alice));
  });

  it('by account and address tells both apart', () => {
    const keys = [
      limitKey('account and address', alice),
      limitKey('account and address', { ...alice, account: 'bob@example.org' }),
      limitKey('account and address', { ...alice, address: '198.51.100.1' }),
      limitKey('address', alice),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('holds nothing of the caller', () => {
    expect(limitKey('account and address', alice)).toMatch(/^[\da-f]{64}$/);
  });
});
