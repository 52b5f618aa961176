import { describe, expect, it } from 'vitest';
import { BlockStream } from './block-stream.ts';
import { longDocument, ordinaryDocument, hostileDocument, worldDocument } from './fixtures.ts';

function atOnce(text: string): string[] {
  return new BlockStream().update(text, false).map((block) => block.source);
}

function streamed(text: string, step: number): string[] {
  const stream = new BlockStream();
  for (let end = step; end < text.length; end += step) stream.update(text.slice(0, end), true);
  return stream.update(text, false).map((block) => block.source);
}

describe('BlockStream', () => {
  it.each([1, 3, 7, 50, 1000])('gives the same blocks for text that arrives in pieces of %i', (step) => {
    for (const text of [ordinaryDocument, worldDocument, hostileDocument])
      expect(streamed(text, step)).toEqual(atOnce(text));
  });

  it('keeps the identity of closed blocks', () => {
    const stream = new BlockStream();
    let before = stream.update('', true);
    for (let end = 1; end <= longDocument.length; end += 5) {
      const after = stream.update(longDocument.slice(0, end), true);
      expect(before.every((block) => block.isOpen || after[block.index] === block)).toBe(true);
      before = after;
    }
  });

  it('does work that is bounded by the last block, not by the whole text', () => {
    expect(longDocument.length).toBeGreaterThan(13_000);
    const step = 4;
    const stream = new BlockStream();
    let updates = 0;
    for (let end = step; end <= longDocument.length; end += step) {
      stream.update(longDocument.slice(0, end), true);
      updates += 1;
    }
    // The longest block has about 200 characters; each is parsed for its border and once for its content.
    expect(stream.work.parsedCharacters / updates).toBeLessThan(400);
    const closed = atOnce(longDocument).length;
    expect(stream.work.madeBlocks).toBeLessThanOrEqual(updates + closed);
  });

  it('parses nothing again when nothing changed', () => {
    const stream = new BlockStream();
    stream.update(ordinaryDocument, false);
    const { madeBlocks } = stream.work;
    stream.update(ordinaryDocument, false);
    expect(stream.work.madeBlocks).toBe(madeBlocks);
  });

  it('starts again when the text is another one', () => {
    const stream = new BlockStream();
    stream.update('# One\n\ntwo', false);
    expect(stream.update('other', false).map((block) => block.source)).toEqual(['other']);
  });

  it('applies definitions that come after their use', () => {
    const stream = new BlockStream();
    const text = 'See [the guide][1].\n\nMore.\n\n[1]: https://example.org/\n';
    for (let end = 1; end < text.length; end++) stream.update(text.slice(0, end), true);
    const [first] = stream.update(text, false);
    expect(first!.tokens!.find((token) => token.type === 'inline')!.children!.map((token) => token.type)).toContain(
      'link_open',
    );
  });

  it('shows a too complex part as it is, and the rest as usual', () => {
    const text = `# Fine\n\n${'> '.repeat(50_000)}deep\n\nalso **fine**`;
    const blocks = new BlockStream().update(text, false);
    expect(blocks.map((block) => block.tokens === null)).toEqual([false, true, false]);
  });

  it.each([
    ['quotes', '> '.repeat(50_000)],
    ['brackets', '['.repeat(10_000)],
    ['images', '!['.repeat(10_000)],
    ['empty links', '[]('.repeat(10_000)],
    ['lists in lists', '- '.repeat(20_000)],
    ['indented lists', Array.from({ length: 2_000 }, (_, index) => `${' '.repeat(index)}- x`).join('\n')],
    ['emphasis', '*a **a '.repeat(10_000)],
    ['backticks', Array.from({ length: 400 }, (_, index) => '`'.repeat(index)).join(' ')],
    ['dollars', '$a '.repeat(30_000)],
    ['angle brackets', '<'.repeat(50_000)],
    ['addresses', 'http://'.repeat(10_000)],
    ['a table', `|${'a|'.repeat(2_000)}\n|${'-|'.repeat(2_000)}\n${'|\n'.repeat(2_000)}`],
    ['entities', '&'.repeat(50_000)],
    ['one long line', 'word '.repeat(100_000)],
    ['definitions', '[a]: '.repeat(10_000)],
    ['escapes', '\\'.repeat(50_000)],
    ['tags', '<b>'.repeat(10_000)],
    ['tags in tags', `${'<b><i>'.repeat(3_000)}${'</i></b>'.repeat(3_000)}`],
    ['details in details', '<details>\n'.repeat(5_000)],
    ['footnotes', '[^1]: '.repeat(5_000)],
    ['footnotes in footnotes', Array.from({ length: 500 }, (_, index) => `${' '.repeat(index)}[^1]: x`).join('\n')],
    ['environments', '\\begin{align}'.repeat(5_000)],
    ['fences in fences', '```md\n```js\n'.repeat(3_000)],
    ['display marks', '$$\n\n'.repeat(10_000)],
  ])(
    'survives %s',
    (_name, text) => {
      const stream = new BlockStream();
      stream.update(text, true);
      expect(stream.update(`${text} end`, true).length).toBeGreaterThanOrEqual(0);
      expect(stream.update(`${text} end\n\nafter`, false).length).toBeGreaterThan(0);
    },
    4_000,
  );
});
