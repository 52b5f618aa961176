import { describe, expect, it } from 'vitest';
import { foundIn, plainLine, snippetOf } from './message-search.rules.ts';

it.each([
  ['# Title\n\nSome **bold** and `code`, *it* too.', 'Title Some bold and code, it too.'],
  ['```ts\nconst a = 1;\n```', 'const a = 1;'],
  ['| A | B |\n|---|:-:|\n| 1 | 2 |', 'A · B 1 · 2'],
  ['- one\n2. two\n> three', 'one two three'],
  ['[a link](https://example.com/x "t") ![picture](y.png)', 'a link picture'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
])('%j is %j as plain text', (markdown, text) => expect(plainLine(markdown)).toBe(text));

const marked = (text: string, typed: string) => foundIn(text, typed).map(({ start, end }) => text.slice(start, end));

it.each<[text: string, typed: string, found: string[]]>([
  ['The Treaty of treaties, not entreaty', 'treat', ['Treaty', 'treaties']],
  ['Un café à l’Élysée', 'cafe elysee', ['café', 'Élysée']],
  ['数据库的聊天记录记忆断裂问题', '记忆断裂', ['记忆断裂']],
  ['数据库的聊天记录', '库', ['库']],
  ['see src/server/index.ts', 'index.ts', ['index.ts']],
  ['https://www.canlii.org/en', 'canlii', ['canlii']],
  ['an e-mail, an email', 'email', ['e-mail', 'email']],
  ['call getUserName()', 'username', ['getUserName']],
  ['in C++, not in C', 'C++', ['C++']],
  ['well done 🎉', '🎉', ['🎉']],
  ['a quick brown fox', '"quick brown"', ['quick', 'brown']],
  ['anything', '% & |', []],
])('in %j, %j finds %j', (text, typed, found) => expect(marked(text, typed)).toEqual(found));

describe('snippetOf', () => {
  it('shows the words in their surroundings, and where they are', () => {
    const { text, highlights } = snippetOf(
      `${'before '.repeat(50)}the **needle** is here${' after'.repeat(50)}`,
      'needle',
    );
    expect(text).toMatch(/^…before .*the needle is here after.*…$/);
    expect(text.length).toBeLessThan(210);
    expect(highlights.map(({ start, end }) => text.slice(start, end))).toEqual(['needle']);
  });

  it('begins at the beginning when nothing is found', () =>
    expect(snippetOf('All\nof it', 'x')).toEqual({ text: 'All of it', highlights: [] }));
});
