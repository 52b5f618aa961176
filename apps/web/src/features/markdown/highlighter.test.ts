import { describe, expect, it } from 'vitest';
import { highlight } from './highlighter.ts';
import { languageId, languageLabel } from './languages.ts';

describe('highlight', () => {
  it('colours for both themes and keeps every character', async () => {
    const code = 'const answer: number = 42; // why\nexport default answer;';
    const lines = await highlight(code, languageId('ts')!);
    expect(lines.map((line) => line.map((piece) => piece.text).join('')).join('\n')).toBe(code);
    const keyword = lines[0]!.find((piece) => piece.text.includes('const'))!;
    expect(keyword.light).toMatch(/^#/);
    expect(keyword.dark).not.toBe(keyword.light);
  });

  it.each(['python', 'sql', 'html', 'rust', 'bash', 'yaml', 'cpp', 'vue', 'markdown', 'swift'])(
    'knows %s',
    async (name) => {
      expect((await highlight('x = 1\n', languageId(name)!)).length).toBe(2);
    },
    60_000,
  );

  it('names languages it does not know as the fence does, cut to a label', () => {
    expect(languageId('brainfuck')).toBeUndefined();
    expect(languageLabel('brainfuck')).toBe('brainfuck');
    expect(languageLabel('x'.repeat(500))).toHaveLength(24);
    expect(languageLabel('')).toBe('Text');
  });
});
