import { describe, expect, it } from 'vitest';
import type { Block } from '../../../ports/document-extractor.ts';
import { Chunker, type ChunkDraft } from './chunking.rules.ts';

/** A word is a token, and so are twenty characters of a word. */
const count = (text: string): number =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .reduce((sum, word) => sum + Math.ceil(word.length / 20), 0);

const sizes = { most: 40, overlap: 8, records: 20 };

function cut(blocks: readonly Block[]): ChunkDraft[] {
  const chunker = new Chunker(count, sizes);
  return [...blocks.flatMap((block) => chunker.push(block)), ...chunker.end()];
}

const paragraph = (text: string, line = 1): Block => ({ kind: 'paragraph', text, line, endLine: line });
const sentence = (number: number): string => `This is the sentence with number ${number}.`;
const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('cutting a document', () => {
  it('keeps small paragraphs together', () => {
    expect(cut([paragraph('One small thing.', 3), paragraph('And another.', 5)])).toEqual([
      { text: 'One small thing.\n\nAnd another.', tokenCount: 5, location: { line: 3, endLine: 5 } },
    ]);
  });

  it('cuts between sentences, repeats the last one, and loses nothing', () => {
    const text = Array.from({ length: 40 }, (_, index) => sentence(index)).join(' ');
    const chunks = cut([paragraph(text)]);
    expect(chunks.length).toBeGreaterThan(5);
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.tokenCount).toBeLessThanOrEqual(sizes.most);
      expect(chunk.text).toMatch(/^This .*\.$/);
      const next = chunks[index + 1];
      if (next) expect(next.text.startsWith(chunk.text.slice(chunk.text.lastIndexOf('This')))).toBe(true);
    }
    for (let index = 0; index < 40; index++)
      expect(chunks.some((chunk) => chunk.text.includes(sentence(index)))).toBe(true);
  });

  it('repeats nothing after the last sentence', () => {
    const chunks = cut([paragraph(Array.from({ length: 5 }, (_, index) => sentence(index)).join(' '))]);
    expect(chunks.map((chunk) => chunk.tokenCount)).toEqual([35]);
  });

  it('cuts a sentence that is too long between its words', () => {
    const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
    const chunks = cut([paragraph(long)]);
    expect(Math.max(...chunks.map((chunk) => chunk.tokenCount))).toBeLessThanOrEqual(sizes.most);
    expect(plain(chunks.map((chunk) => chunk.text).join(' '))).toBe(long);
  });

  it('cuts text without any space', () => {
    const run = 'x'.repeat(5_000);
    const chunks = cut([paragraph(run)]);
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(run);
    expect(Math.max(...chunks.map((chunk) => chunk.tokenCount))).toBeLessThanOrEqual(sizes.most);
  });

  it('never divides a character', () => {
    const chunks = cut([paragraph('🎉'.repeat(3_000))]);
    expect(chunks.every((chunk) => chunk.text.isWellFormed() && !chunk.text.includes('\uFFFD'))).toBe(true);
  });

  it('does not mix pages', () => {
    const chunks = cut([
      { kind: 'paragraph', text: 'First page.', page: 1 },
      { kind: 'paragraph', text: 'Second page.', page: 2 },
    ]);
    expect(chunks.map(({ location }) => location)).toEqual([{ page: 1 }, { page: 2 }]);
  });

  it('puts whole records together, without repeating any', () => {
    const records = Array.from({ length: 7 }, (_, index): Block => ({
      kind: 'record',
      text: `name: n${index}\ncity: c${index}`,
      row: index + 1,
    }));
    const chunks = cut(records);
    expect(chunks.map(({ location }) => location)).toEqual([
      { row: 1, endRow: 5 },
      { row: 6, endRow: 7 },
    ]);
    expect(chunks[1]!.text).toBe('name: n5\ncity: c5\n\nname: n6\ncity: c6');
  });

  it('cuts a record that is too long between its fields', () => {
    const text = Array.from({ length: 60 }, (_, index) => `field${index}: value`).join('\n');
    const chunks = cut([{ kind: 'record', text, path: '$[0]' }]);
    expect(chunks.map((chunk) => chunk.text).join('\n')).toBe(text);
    expect(chunks.every((chunk) => chunk.location.path === '$[0]')).toBe(true);
  });

  it('gives nothing for nothing', () => {
    expect(cut([])).toEqual([]);
  });
});
