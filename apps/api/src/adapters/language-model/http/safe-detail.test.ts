import { describe, expect, it } from 'vitest';
import { safeDetail } from './safe-detail.ts';

const key = 'sk-proj-Ab3dEf9hIjKlMnOpQrSt';

describe('safeDetail', () => {
  it('keeps a plain sentence', () => {
    expect(safeDetail('max_tokens must be at most 4096.', key)).toBe('max_tokens must be at most 4096.');
  });

  it('drops what repeats a part of the key', () => {
    expect(safeDetail(`Wrong key ${key}.`, key)).toBeUndefined();
    expect(safeDetail(`Wrong key ****${key.slice(-8)}.`, key)).toBeUndefined();
    expect(safeDetail('Wrong key abc.', 'abc')).toBeUndefined();
  });

  it.each([
    ['Wrong key sk-other-1234.', '[key]'],
    ['Use Bearer abc.def', '[key]'],
    ['Key gsk_1234567 is old', '[key]'],
    ['Key AIzaSyA-123 is old', '[key]'],
    ['Token a1b2c3d4e5f6a7b8c9d0e1f2 is old', '[key]'],
    ['See https://internal.example/x?key=1', '[address]'],
  ])('masks what looks secret: %s', (text, mask) => {
    const detail = safeDetail(text, undefined);
    expect(detail).toContain(mask);
    expect(detail).not.toMatch(/sk-other|abc\.def|gsk_|AIza|a1b2c3|internal/);
  });

  it('gives one short line, or nothing', () => {
    expect(safeDetail('a\r\n2026 forged log line\u202E x', undefined)).toBe('a 2026 forged log line x');
    expect(safeDetail('word '.repeat(1_000), undefined)?.length).toBeLessThanOrEqual(200);
    for (const nothing of [undefined, null, 7, {}, '', ' \n', '<html>x</html>']) {
      expect(safeDetail(nothing, key)).toBeUndefined();
    }
  });
});
