import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../../test/support/test-database.ts';
import type { Database } from '../../db/orm.ts';
import { searchQuery, searchVector } from '../../text-search/search-vector.ts';
import { countStems, soughtWords, stemOf } from '../../text-search/terms.ts';

/** What is in a text, what is typed, and whether a message is found by it. Documents find whatever messages do. */
const cases: [text: string, query: string, isFound: boolean][] = [
  // Scripts without spaces
  ['数据库的聊天记录记忆断裂问题需要解决', '记忆断裂', true],
  ['数据库的聊天记录记忆断裂问题需要解决', '数据库', true],
  ['数据库的聊天记录记忆断裂问题需要解决', '决', true],
  ['数据库的聊天记录记忆断裂问题需要解决', '断忆', false],
  ['𠮷野家で食べる', '𠮷野', true],
  ['東京タワーへの行き方', 'タワー', true],
  ['ガスの料金', 'カス', false],
  ['ﾃﾞｰﾀﾍﾞｰｽ', 'データベース', true],
  ['데이터베이스를 설계한다', '데이터베이스', true],
  ['데이터베이스를 설계한다', '베이스', true],
  ['ฐานข้อมูลของระบบ', 'ข้อมูล', true],
  ['ប្រព័ន្ធទិន្នន័យ', 'ទិន្នន័យ', true],
  ['हिन्दी में लिखें', 'हिन्दी', true],
  ['हिन्दी में लिखें', 'हनद', false],
  ['用getUserName方法', 'getUserName', true],
  // Paths, hosts, addresses
  ['see src/server/index.ts there', 'index.ts', true],
  ['see src/server/index.ts there', 'server', true],
  ['see src/server/index.ts there', 'src/server', true],
  ['C:\\Users\\ada\\notes.txt', 'notes.txt', true],
  ['https://www.canlii.org/en/on/doc/2021.html', 'canlii', true],
  ['https://www.canlii.org/en/on/doc/2021.html', 'canlii.org', true],
  ['https://example.com/?q=caf%C3%A9&page=2', 'example.com', true],
  ['write to john.doe+x@example.com.', 'john.doe', true],
  ['write to john.doe+x@example.com.', 'example.com', true],
  // Accents and letters
  ['un café à l’Élysée', 'cafe', true],
  ['un café à l’Élysée', 'Elysee', true],
  ['un cafe', 'café', true],
  ['Straße', 'strasse', true],
  ['STRASSE', 'straße', true],
  ['İstanbul ve ISPARTA', 'istanbul', true],
  ['Isparta', 'ısparta', true],
  ['Łódź, Malmö, Søren', 'lodz malmo soren', true],
  ['всё ещё', 'еще', true],
  ['مُحَمَّد', 'محمد', true],
  ['أحمد', 'احمد', true],
  ['שָׁלוֹם', 'שלום', true],
  ['ΣΊΣΥΦΟΣ', 'σισυφος', true],
  ['ﬁnally eﬃcient', 'efficient', true],
  ['ＡＢＣ１２３', 'abc123', true],
  ['soft\u00adhyphen zero\u200bwidth', 'softhyphen zerowidth', true],
  ['می‌خواهم', 'میخواهم', true],
  // Versions and numbers
  ['since v1.2.3', '1.2.3', true],
  ['since 1.2.3', 'v1.2.3', true],
  ['since v1.2.3', '1.2.4', false],
  ['1,234.50 EUR', '1234.50', true],
  ['1.234,50 EUR', '1234,50', true],
  ['1\u202f234 people', '1234', true],
  ['1234 people', '1,234', true],
  ['id 12345678901234567890', '12345678901234567890', true],
  ['٣٤٥', '345', true],
  // Identifiers and compounds
  ['call getUserName()', 'username', true],
  ['call getUserName()', 'user', true],
  ['call getUserName()', 'get_user_name', true],
  ['call get_user_name()', 'getUserName', true],
  ['call get_user_name()', 'username', true],
  ['an XMLHttpRequest', 'http', true],
  ['PostgreSQL', 'postgresql', true],
  ['postgresql', 'PostgreSQL', true],
  ['an e-mail', 'email', true],
  ['an email', 'e-mail', true],
  ['state-of-the-art', 'state of the art', true],
  ['gpt-4o', 'gpt4o', true],
  ['sha256', '256', true],
  ['written in C++ and C#', 'C++', true],
  ['written in C++ and C#', 'c#', true],
  ['written in C', 'C++', false],
  ['ASP.NET', '.NET', true],
  ['a network', '.NET', false],
  ['O’Brien', 'obrien', true],
  ["don't panic", "don't", true],
  // Phrases, beginnings, signs
  ['the quick brown fox', '"quick brown"', true],
  ['brown and quick', '"quick brown"', false],
  ['the quick brown fox', '„quick brown“', true],
  ['sourdough', 'sourd', true],
  ['sourdough', 'dough', false],
  ['well done 🎉', '🎉', true],
  ['from 🇩🇪', '🇩🇪', true],
  ['👍🏽', '👍', true],
  ['**bold** `code` | a |', 'bold code', true],
  ['anything', '% _ \\ & | ( : * ! \' "', false],
];

describe('one analysis of texts', () => {
  let database: Database;
  let em: SqlEntityManager;
  beforeAll(async () => {
    database = await openTestDatabase();
    em = database.fork();
  });
  afterAll(() => database.close());

  async function isFound(text: string, query: string): Promise<boolean> {
    const wanted = searchQuery(query, '&');
    if (wanted === '') return false;
    const rows = await em.execute<{ found: boolean }[]>('select ?::tsvector @@ ?::tsquery as found', [
      searchVector(text),
      wanted,
    ]);
    return rows[0]!.found;
  }

  it.each(cases)('%j by %j in messages: %s', async (text, query, expected) => {
    expect(await isFound(text, query)).toBe(expected);
  });

  // Beginnings of words are found by what documents have beside words: runs of letters, and meaning.
  it.each(cases.filter(([, query, found]) => found && query !== 'sourd'))('%j by %j in documents', (text, query) => {
    const { counts } = countStems(text);
    expect(soughtWords(query).some((word) => counts.has(stemOf(word)))).toBe(true);
  });

  it('takes what PostgreSQL can hold of a very long text', async () => {
    const random = Array.from({ length: 60_000 }, (_, index) => `w${index.toString(36)}é`).join(' ');
    expect(await isFound(random, 'w1é')).toBe(true);
    expect(await isFound('word '.repeat(50_000), 'word')).toBe(true);
    expect(await isFound('的'.repeat(300_000), '的的')).toBe(true);
    expect(await isFound('x'.repeat(250_000), 'x'.repeat(250_000))).toBe(true);
    expect(await isFound(`${'a'.repeat(39)}𝒳𠮷\ud800`, 'aaa')).toBe(true);
  });
});
