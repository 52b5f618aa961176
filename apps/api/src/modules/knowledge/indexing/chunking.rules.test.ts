import { describe, expect, it } from 'vitest';
import type { Block } from '../../../ports/document-extractor.ts';
import { Chunker, type Passage } from './chunking.rules.ts';

/** A word is a token, and so are twenty characters of a word. */
const count = (text: string): number =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .reduce((sum, word) => sum + Math.ceil(word.length / 20), 0);

const sizes = { most: 40, overlap: 8, records: 20 };

function chunk(blocks: readonly Block[]): Passage[] {
  const chunker = new Chunker(count, sizes);
  return [...blocks.flatMap((block) => chunker.push(block)), ...chunker.end()];
}

const paragraph = (text: string, line = 1): Block => ({ kind: 'paragraph', text, line, endLine: line });
const sentence = (number: number): string => `This is the sentence with number ${number}.`;
const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('cutting a document', () => {
  it('keeps small paragraphs together', () => {
    expect(chunk([paragraph('One small thing.', 3), paragraph('And another.', 5)])).toEqual([
      { text: 'One small thing.\n\nAnd another.', tokenCount: 5, location: { line: 3, endLine: 5 } },
    ]);
  });

  it('cuts between sentences, repeats the last one, and loses nothing', () => {
    const text = Array.from({ length: 40 }, (_, index) => sentence(index)).join(' ');
    const passages = chunk([paragraph(text)]);
    expect(passages.length).toBeGreaterThan(5);
    for (const [index, passage] of passages.entries()) {
      expect(passage.tokenCount).toBeLessThanOrEqual(sizes.most);
      expect(passage.text).toMatch(/^This .*\.$/);
      const next = passages[index + 1];
      if (next) expect(next.text.startsWith(passage.text.slice(passage.text.lastIndexOf('This')))).toBe(true);
    }
    for (let index = 0; index < 40; index++)
      expect(passages.some((passage) => passage.text.includes(sentence(index)))).toBe(true);
  });

  it('repeats nothing after the last sentence', () => {
    const passages = chunk([paragraph(Array.from({ length: 5 }, (_, index) => sentence(index)).join(' '))]);
    expect(passages.map((passage) => passage.tokenCount)).toEqual([35]);
  });

  it('cuts a sentence that is too long between its words', () => {
    const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
    const passages = chunk([paragraph(long)]);
    expect(Math.max(...passages.map((passage) => passage.tokenCount))).toBeLessThanOrEqual(sizes.most);
    expect(plain(passages.map((passage) => passage.text).join(' '))).toBe(long);
  });

  it('cuts text without any space', () => {
    const run = 'x'.repeat(5_000);
    const passages = chunk([paragraph(run)]);
    expect(passages.map((passage) => passage.text).join('')).toBe(run);
    expect(Math.max(...passages.map((passage) => passage.tokenCount))).toBeLessThanOrEqual(sizes.most);
  });

  it('never divides a character', () => {
    const passages = chunk([paragraph('🎉'.repeat(3_000))]);
    expect(passages.every((passage) => passage.text.isWellFormed() && !passage.text.includes('\uFFFD'))).toBe(true);
  });

  it('does not mix pages', () => {
    const passages = chunk([
      { kind: 'paragraph', text: 'First page.', page: 1 },
      { kind: 'paragraph', text: 'Second page.', page: 2 },
    ]);
    expect(passages.map(({ location }) => location)).toEqual([{ page: 1 }, { page: 2 }]);
  });

  it('puts whole records together, without repeating any', () => {
    const records = Array.from({ length: 7 }, (_, index): Block => ({
      kind: 'record',
      text: `name: n${index}\ncity: c${index}`,
      row: index + 1,
    }));
    const passages = chunk(records);
    expect(passages.map(({ location }) => location)).toEqual([
      { row: 1, endRow: 5 },
      { row: 6, endRow: 7 },
    ]);
    expect(passages[1]!.text).toBe('name: n5\ncity: c5\n\nname: n6\ncity: c6');
  });

  it('cuts a record that is too long between its fields', () => {
    const text = Array.from({ length: 60 }, (_, index) => `field${index}: value`).join('\n');
    const passages = chunk([{ kind: 'record', text, path: '$[0]' }]);
    expect(passages.map((passage) => passage.text).join('\n')).toBe(text);
    expect(passages.every((passage) => passage.location.path === '$[0]')).toBe(true);
  });

  it('gives nothing for nothing', () => {
    expect(chunk([])).toEqual([]);
  });
});
