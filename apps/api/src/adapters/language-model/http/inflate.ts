import type { IncomingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

const inflaters: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * What unpacks a body that came compressed, bit by bit: a proxy may do that to a stream, asked or not.
 * @returns null for a body that is as it is, undefined for a compression nobody here knows.
 */
export function inflaterFor(headers: IncomingHttpHeaders): Transform | null | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return null;
  return inflaters[encoding]?.();
}
