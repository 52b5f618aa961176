export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Characters that text does not have: control characters other than tab, line ends and form feed. */
const CONTROL = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/g;
const UNASSIGNED = /[\p{Cn}\p{Co}\p{Cs}]/gu;
/** Bytes that windows-1252 has no character for. */
const notWindows1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * How bytes are to be read as text, or null when they are none. Looks at a byte order mark first, then at what the
 * bytes can be; a few bytes that are no valid UTF-8 do not make it another encoding.
 * @param isWhole false when `bytes` is only the beginning, which may be cut inside a character.
 */
export function detectEncoding(bytes: Uint8Array, isWhole: boolean): TextEncoding | null {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const zeros = countZeros(bytes);
  if (zeros.even + zeros.odd > 0) {
    const wide = zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be';
    if (bytes.length >= 4 && isText(bytes.subarray(0, bytes.length & ~1), wide)) return wide;
  }
  if (isValidUtf8(bytes, isWhole)) return isText(bytes, 'utf-8') ? 'utf-8' : null;
  if (zeros.even + zeros.odd > 0) return null;
  const encoding = isMostlyUtf8(bytes) || bytes.some((byte) => notWindows1252.has(byte)) ? 'utf-8' : 'windows-1252';
  return isText(bytes, encoding) ? encoding : null;
}

/** The text, without byte order mark and NULs; what is invalid becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/** At most one character in ten may be one that text does not have, and one in a hundred that nothing has. */
function isText(bytes: Uint8Array, encoding: TextEncoding): boolean {
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, 65_536));
  const controls = text.match(CONTROL)?.length ?? 0;
  if (encoding === 'utf-8' || encoding === 'windows-1252') return controls * 10 <= text.length + 5;
  const unassigned = text.match(UNASSIGNED)?.length ?? 0;
  return controls === 0 && unassigned * 100 <= text.length && !text.includes('\uFFFD');
}

function isValidUtf8(bytes: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

/** True when more characters of several bytes are right than wrong. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let wrong = 0;
  let right = 0;
  for (const character of new TextDecoder('utf-8').decode(bytes.subarray(0, 262_144))) {
    if (character === '\uFFFD') wrong++;
    else if (character > '\u007f') right++;
  }
  return right > wrong;
}

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  const count = { even: 0, odd: 0 };
  const end = Math.min(bytes.length, 65_536);
  for (let index = 0; index < end; index++) {
    if (bytes[index] === 0) count[index % 2 === 0 ? 'even' : 'odd']++;
  }
  return count;
}

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);
