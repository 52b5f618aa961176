import { inflateRawSync } from 'node:zlib';
import { ParleyError } from '../../../kernel/errors.ts';

/** What a document may hold once it is inflated, in bytes. */
const MAX_INFLATED = 200 * 1024 * 1024;
const MAX_ENTRIES = 5_000;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  name: string;
  method: number;
  isEncrypted: boolean;
  compressedSize: number;
  size: number;
  offset: number;
}

const corrupt = (): ParleyError => new ParleyError('FILE_CORRUPT', 'The file is damaged: its archive cannot be read.');
const tooComplex = (): ParleyError =>
  new ParleyError('FILE_TOO_COMPLEX', `The unpacked file would exceed ${MAX_INFLATED / 1024 / 1024} MB.`);

/**
 * The entries of an archive by its directory, nothing inflated.
 * @throws ParleyError FILE_CORRUPT, or FILE_TOO_COMPLEX when it says that it holds too much.
 */
export function listZip(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end === -1 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw corrupt();
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw tooComplex();
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw corrupt();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (entries.reduce((sum, { size }) => sum + size, 0) > MAX_INFLATED) throw tooComplex();
  return entries;
}

/**
 * One entry, inflated to no more than its directory says.
 * @throws ParleyError FILE_CORRUPT also when there is more in it.
 */
export function inflateEntry(bytes: Buffer, entry: ZipEntry): Buffer {
  const { offset, compressedSize, size, method } = entry;
  if (offset + 30 > bytes.length) throw corrupt();
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + compressedSize > bytes.length) throw corrupt();
  const packed = bytes.subarray(start, start + compressedSize);
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw corrupt();
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw corrupt();
  }
}
