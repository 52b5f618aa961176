import { describe, expect, it } from 'vitest';
import type { ParleyError } from '../../../kernel/errors.ts';
import { attachmentHeader, cleanFileName, freeFileName } from './file-name.rules.ts';
import { mediaTypeOf } from './file-type.rules.ts';

function typeOf(fileName: string, content: string | Buffer): string {
  const bytes = Buffer.from(content);
  try {
    return mediaTypeOf(fileName, bytes, bytes.length);
  } catch (error) {
    return (error as ParleyError).code;
  }
}

describe('what a file is', () => {
  it.each([
    ['a.txt', 'hello', 'text/plain'],
    ['A.TXT', 'hello', 'text/plain'],
    ['.txt', 'hello', 'text/plain'],
    ['a.b.tar.gz.md', '# hello', 'text/markdown'],
    ['a.txt', '<svg onload="alert(1)">', 'text/plain'],
    ['a.Pdf', '%PDF-1.7', 'application/pdf'],
    ['a.txt', '', 'FILE_EMPTY'],
    ['a.svg', '<svg/>', 'FILE_TYPE_NOT_ALLOWED'],
    ['a.exe', 'x', 'FILE_TYPE_NOT_ALLOWED'],
    ['txt', 'x', 'FILE_TYPE_NOT_ALLOWED'],
    ['a.constructor', 'x', 'FILE_TYPE_NOT_ALLOWED'],
    ['a.pdf', Buffer.from('89504e470d0a1a0a', 'hex'), 'FILE_TYPE_MISMATCH'],
    ['a.pdf', 'hello', 'FILE_TYPE_MISMATCH'],
    ['a.docx', '%PDF-1.7', 'FILE_TYPE_MISMATCH'],
    ['a.doc', '<html><body>', 'FILE_TYPE_MISMATCH'],
    ['a.doc', '{\\rtf1 hello}', 'FILE_TYPE_MISMATCH'],
    ['a.txt', '%PDF-1.7', 'FILE_TYPE_MISMATCH'],
    ['a.csv', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex'), 'FILE_TYPE_MISMATCH'],
  ])('%s with %s is %s', (name, content, expected) => expect(typeOf(name, content)).toBe(expected));
});

describe('names of files', () => {
  it.each([
    ['/etc/cron.d/x.txt', 'x.txt'],
    ['a/../../b.txt', 'b.txt'],
    ['....//....//x.txt', 'x.txt'],
    ['C:\\temp\\c.txt', 'c.txt'],
    ['"><img src=x onerror=alert(1)>.md', '"><img src=x onerror=alert(1)>.md'],
    ["=cmd|' /C calc'!A0.csv", "C calc'!A0.csv"],
    ['invoice\u202efdp.txt', 'invoicefdp.txt'],
    ['line\nbreak\0.txt', 'linebreak.txt'],
    ['__proto__.json', '__proto__.json'],
    ['   ', 'untitled'],
  ])('%s is kept as %s', (given, kept) => expect(cleanFileName(given)).toBe(kept));

  it('keeps the ending of one that is too long', () => {
    const name = cleanFileName(`${'n'.repeat(5_000)}.json`);
    expect(name).toHaveLength(200);
    expect(name.endsWith('.json')).toBe(true);
  });

  it('numbers a name that is taken', () => {
    expect(freeFileName('a.txt', new Set(['a.txt', 'a (2).txt']))).toBe('a (3).txt');
    expect(freeFileName('.txt', new Set(['.txt']))).toBe('.txt (2)');
    expect(freeFileName('b.txt', new Set(['a.txt']))).toBe('b.txt');
  });

  it('cannot break out of the header', () => {
    expect(attachmentHeader('a"; x=y\r\nSet-Cookie: é.txt')).toBe(
      `attachment; filename="a__ x_y__Set-Cookie_ _.txt"; filename*=UTF-8''a%22%3B%20x%3Dy%0D%0ASet-Cookie%3A%20%C3%A9.txt`,
    );
  });
});
