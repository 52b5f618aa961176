import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { BlockStream } from '../block-stream.ts';
import { longDocument, ordinaryDocument, worldDocument } from '../fixtures.ts';
import { indentSubLists } from './sub-lists.ts';

const commonMark = new MarkdownIt();
/** The elements of a text, without line breaks. */
const html = (source: string): string => commonMark.render(indentSubLists(source)).replaceAll('\n', '');
/** Numbers from 0 to `below`, the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const nested = '<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>';

describe('lists below a numbered item', () => {
  it.each([
    ['two columns', '1. a\n  - b\n  - c\n2. d', nested],
    ['as CommonMark wants it', '1. a\n   - b\n   - c\n2. d', nested],
    ['a wide number', '10. a\n  * b\n  * c\n11. d', nested.replace('<ol>', '<ol start="10">')],
    ['a tab', '1. a\n  -\tb\n  -\tc\n2. d', nested],
    ['numbers', '1. a\n  1. b\n  2. c\n2. d', nested.replace('<ul>', '<ol>').replace('</ul>', '</ol>')],
    ['numbers to the right', ' 9. a\n10. b', '<ol start="9"><li>a</li><li>b</li></ol>'],
    ['numbers that go on', '1. a\n  2. b', '<ol><li>a</li><li>b</li></ol>'],
    [
      'more levels',
      '1. a\n  - b\n    1. c\n      - d\n    2. e\n  - f\n2. g',
      '<ol><li>a<ul><li>b<ol><li>c<ul><li>d</li></ul></li><li>e</li></ol></li><li>f</li></ul></li><li>g</li></ol>',
    ],
    [
      'code in it',
      '1. a\n  - b\n    ```py\n    if x:\n        y\n\n    - z\n    ```\n  - c',
      '<ol><li>a<ul><li>b<pre><code class="language-py">if x:    y- z</code></pre></li><li>c</li></ul></li></ol>',
    ],
    ['text that goes on', '1. a\n  more\n  - b\n  - c\n2. d', nested.replace('a<', 'amore<')],
    ['behind another block', '1. a\n\n# b\n  - c', '<ol><li>a</li></ol><h1>b</h1><ul><li>c</li></ul>'],
    ['a line', '1. a\n  - - -\n2. b', '<ol><li>a</li></ol><hr><ol start="2"><li>b</li></ol>'],
    ['bullets', '- a\n - b', '<ul><li>a</li><li>b</li></ul>'],
    ['code', '```\n1. a\n  - b\n```', '<pre><code>1. a  - b</code></pre>'],
    [
      'code that is not closed',
      '1. a\n   ```\n   x\n2. b\n  - c',
      '<ol><li>a<pre><code>x</code></pre></li><li>b</li></ol><ul><li>c</li></ul>',
    ],
  ])('%s', (_name, source, expected) => expect(html(source)).toBe(expected));

  it('leaves texts as they are that have none', () => {
    for (const text of [ordinaryDocument, worldDocument, longDocument]) expect(indentSubLists(text)).toBe(text);
  });

  it('leaves code and every word as they are, whatever is around them', () => {
    const random = randomNumbers(7);
    const code = ['```js', '1. code', '  - code', '', '      code', '```'];
    const list = (indent: number, depth: number): string[] =>
      Array.from({ length: 1 + random(3) }, (_, index) => {
        const marker = [`${index + 1}.`, '-', '10)', '*'][random(4)]!;
        const inside = indent + marker.length + 1;
        const lines = [`${' '.repeat(indent)}${marker} item ${depth} ${index}`];
        if (random(4) === 0) lines.push('');
        if (random(3) === 0) lines.push(...code.map((line) => ' '.repeat(inside) + line));
        if (depth < 4 && random(2) === 0) lines.push(...list(indent + 2 + random(3), depth + 1));
        return lines;
      }).flat();
    for (let round = 0; round < 500; round++) {
      const source = [...list(0, 0), ...code, ...list(0, 0), '', '# Heading', ...list(random(3), 0)].join('\n');
      const result = indentSubLists(source);
      const words = (text: string): string[] => text.split('\n').map((line) => line.trimStart());
      expect(words(result)).toEqual(words(source));
      expect(indentSubLists(result), source).toBe(result);
      const fences = (text: string): string[] =>
        commonMark.parse(text, {}).flatMap(({ type, content }) => (type === 'fence' ? [content] : []));
      expect(new Set(fences(result)), source).toEqual(new Set(['1. code\n  - code\n\n      code\n']));
    }
  });

  it('gives the same blocks while the text comes', () => {
    const source = '1. a\n\n  - b\n    ```js\n    x\n    ```\n\n  - c\n2. d\n\nend';
    const stream = new BlockStream();
    for (let end = 1; end < source.length; end++) stream.update(source.slice(0, end), true);
    const blocks = (each: BlockStream): string[] => each.update(source, false).map((block) => block.source);
    expect(blocks(stream)).toEqual(blocks(new BlockStream()));
    expect(blocks(stream)).toHaveLength(2);
  });
});
