import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';

const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** What a body that is not compressed begins with, whatever its headers say: events, JSON, a page. */
const plain = /^\s*(?:data|event|id|retry|error)?[:{[<"]/i;

/**
 * What unpacks a body that came compressed, bit by bit: a proxy may do that to a stream, asked or not, and forget the header,
 * or unpack it and leave the header.
 * @param first the first bytes of the body
 * @returns null for a body that is as it is, undefined for a compression nobody here knows.
 */
export function inflaterFor(headers: IncomingHttpHeaders, first: Buffer): Transform | null | undefined {
  if (first[0] === 0x1f && (first.length < 2 || first[1] === 0x8b)) return createGunzip();
  const names = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length === 0 || plain.test(first.toString('latin1', 0, 100))) return null;
  if (names.length > 1) return undefined;
  // Some servers leave out the two bytes that begin what is called deflate.
  const isRaw = names[0] === 'deflate' && ((first[0] ?? 0) & 0x0f) !== 8;
  return isRaw ? createInflateRaw() : inflaters[names[0]!]?.();
}
