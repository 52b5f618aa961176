import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { LimitedCaller } from '../../ports/rate-limiter.ts';
import type { Limit } from './limits.ts';

/** Under which key a use is counted: a hash, so that the store shows no addresses and every key fits. */
export function limitKey(by: Limit['by'], caller: LimitedCaller): string {
  return createHash('sha256')
    .update(JSON.stringify(partsOf(by, caller)))
    .digest('hex');
}

function partsOf(by: Limit['by'], caller: LimitedCaller): string[] {
  if (by === 'user' && caller.userId !== undefined) return ['user', caller.userId];
  const address = ['address', networkOf(caller.address)];
  return by === 'account and address' ? [...address, 'account', caller.account ?? ''] : address;
}

/**
 * The part of an address that one caller owns: an IPv4 address, or the first 64 bits of an IPv6 one
 * (the smallest network that is given out, so anybody has 2^64 addresses in it).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = withoutZone(address).split('::');
  const groups = groupsOf(head);
  if (tail !== undefined) {
    const last = groupsOf(tail);
    groups.push(...Array<string>(8 - groups.length - last.length).fill('0'), ...last);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}

const withoutZone = (address: string): string => address.replace(/%.*$/, '');

/** Groups without leading zeros; a dotted IPv4 end stands for two of them. */
function groupsOf(part: string): string[] {
  if (part === '') return [];
  return part
    .split(':')
    .flatMap((group) => (group.includes('.') ? ['v4', group] : [Number.parseInt(group, 16).toString(16)]));
}
