import { describe, expect, it } from 'vitest';
import { decodeText, detectEncoding } from './text-encoding.ts';

const sample = 'Привет, мир. Ünïcödé 漢字 🎉';
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function read(bytes: Uint8Array): string | null {
  const encoding = detectEncoding(bytes, true);
  return encoding && decodeText(bytes, encoding);
}

describe('text encodings', () => {
  it.each([
    ['UTF-8', Buffer.from(sample)],
    ['UTF-8 with a mark', Buffer.concat([hex('efbbbf'), Buffer.from(sample)])],
    ['UTF-16LE with a mark', Buffer.concat([hex('fffe'), Buffer.from(sample, 'utf16le')])],
    ['UTF-16BE with a mark', Buffer.concat([hex('feff'), big(sample)])],
    ['UTF-16LE without a mark', Buffer.from(sample, 'utf16le')],
    ['UTF-16BE without a mark', big(sample)],
  ])('reads %s exactly', (_name, bytes) => expect(read(bytes)).toBe(sample));

  it('reads Latin-1', () => {
    expect(read(Buffer.from('Grüße aus Köln', 'latin1'))).toBe('Grüße aus Köln');
  });

  it('keeps UTF-8 with a few wrong bytes', () => {
    const bytes = Buffer.concat([Buffer.from('Привет'), hex('ff'), Buffer.from('мир')]);
    expect(read(bytes)).toBe('Привет\uFFFDмир');
  });

  it('takes any wrong bytes without a NUL', () => {
    expect(read(hex('61c0afeda080ff62'))).not.toBeNull();
    expect(read(Buffer.from('a long enough text\0with a NUL'))).toBe('a long enough textwith a NUL');
  });

  it.each([
    ['a program', hex('7f454c460201010000000000000000000300' + '3e00010000005010000000000000')],
    ['a picture', hex('89504e470d0a1a0a0000000d4948445200000001000000010806000000')],
    ['random bytes', Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7_919) % 256))],
  ])('refuses %s', (_name, bytes) => expect(detectEncoding(bytes, true)).toBeNull());

  it('does not mind a beginning that ends inside a character', () => {
    expect(detectEncoding(Buffer.from('aä').subarray(0, 2), false)).toBe('utf-8');
  });
});
