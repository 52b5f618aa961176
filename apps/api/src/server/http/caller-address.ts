import type { IncomingMessage } from 'node:http';

/**
 * Who called, as Fastify says it of requests: with so many proxies in front, the entry of X-Forwarded-For that the
 * first of them has made, counted from the end. What stands before it is what the caller wrote.
 */
export function callerAddress({ headers, socket }: IncomingMessage, proxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const hops = [socket.remoteAddress ?? '', ...forwarded.toReversed()];
  return hops[Math.min(proxies, hops.length - 1)]!;
}
