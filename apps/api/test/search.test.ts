import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun } from './support/conversation.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;
let bob: TestClient;

const query = `query ($query: String!, $first: Int, $after: String, $mode: SearchMode) {
  searchMessages(query: $query, first: $first, after: $after, mode: $mode) {
    totalCount pageInfo { hasNextPage endCursor } nodes { score snippet highlights { start end } message { id role text } session { id title } }
  }
}`;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
  bob = await app.signUp('bob');
  for (const text of [
    'How do I bake sourdough bread?',
    'Which oven is best for pizza?',
    'Tell me about bread and ovens',
  ]) {
    const { run } = await ask(alice, { text });
    await collectRun(alice, run.id);
  }
  const { run } = await ask(bob, { text: 'The secret sourdough of Bob' });
  await collectRun(bob, run.id);
});
afterAll(() => app.close());

describe('searchMessages', () => {
  it('finds one’s own messages by words and beginnings of words, and nobody else’s', async () => {
    const { searchMessages } = await alice.query(query, { query: 'SOURD' });
    expect(searchMessages.totalCount).toBeGreaterThan(0);
    expect(JSON.stringify(searchMessages)).not.toContain('Bob');
    expect(searchMessages.nodes[0].snippet).toContain('sourdough');
  });

  it('finds a question, and the conversation by its first title and by a given one', async () => {
    const rolesOf = async (word: string): Promise<string[]> => {
      const { searchMessages } = await alice.query(query, { query: word });
      return searchMessages.nodes.map(({ message }: { message: { role: string } }) => message.role).toSorted();
    };
    const script = '/script {"text": "An answer with words of its own."}';
    const { session, run } = await ask(alice, { text: script });
    await collectRun(alice, run.id);
    const again = await ask(alice, { sessionId: session.id, text: 'Quokkas and numbats' });
    await collectRun(alice, again.run.id);
    expect(await rolesOf('numbats')).toEqual(['ASSISTANT', 'USER']);
    const update = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { id } }';
    await alice.query(update, { input: { id: session.id, title: 'Bandicoot-watching' } });
    expect(await rolesOf('bandicoot-watching')).toEqual(['USER']);
    const columns = await app.database
      .fork()
      .execute<{ search: string }[]>(
        `select search::text from message_parts where type = 'TEXT' union select title_search::text from chat_sessions`,
      );
    expect(columns.filter(({ search }) => search.includes('tsvector'))).toEqual([]);
  });

  it('prefers messages with all words, else takes those with any', async () => {
    const all = await alice.query(query, { query: 'bread ovens' });
    for (const { message } of all.searchMessages.nodes) expect(message.text).toMatch(/bread.*ovens/s);
    const any = await alice.query(query, { query: 'sourdough pizza' });
    expect(any.searchMessages.totalCount).toBeGreaterThan(1);
  });

  it('finds a conversation by its title at once', async () => {
    const find = async (text: string) => (await alice.query(query, { query: text })).searchMessages;
    const { createSession } = await alice.query(
      'mutation { createSession(input: { title: "Café à l’Élysée" }) { id } }',
    );
    const { run } = await ask(alice, { text: '数据库的聊天记录记忆断裂问题', sessionId: createSession.id });
    await collectRun(alice, run.id);
    expect((await find('elysee')).nodes[0].session.id).toBe(createSession.id);
    expect((await find('记忆断裂')).nodes[0].session.id).toBe(createSession.id);
    const rename = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { id } }';
    await alice.query(rename, { input: { id: createSession.id, title: 'Vélodrome' } });
    expect((await find('velodrome')).totalCount).toBe(1);
    expect((await find('elysee')).totalCount).toBe(0);
  });

  it('pages', async () => {
    const first = (await alice.query(query, { query: 'bread', first: 1 })).searchMessages;
    const second = (await alice.query(query, { query: 'bread', first: 1, after: first.pageInfo.endCursor }))
      .searchMessages;
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(second.nodes[0].message.id).not.toBe(first.nodes[0].message.id);
  });

  it.each(['%', '_', '\\', 'a & | (b', "'; drop table users; --", ':*', '!!'])('%j is only text', async (text) => {
    const { searchMessages } = await alice.query(query, { query: text });
    expect(searchMessages.totalCount).toBeGreaterThanOrEqual(0);
  });

  it('names what is wrong', async () => {
    expect(await alice.errorOf(query, { query: 'x', first: 0 })).toBe('BAD_USER_INPUT first');
    expect(await alice.errorOf(query, { query: 'x', after: 'no' })).toBe('BAD_USER_INPUT after');
    expect(await alice.errorOf(query, { query: 'x'.repeat(1001) })).toBe('BAD_USER_INPUT query');
    expect(await alice.errorOf(query, { query: 'x', mode: 'SEMANTIC' })).toBe('BAD_USER_INPUT mode');
    expect(await app.anonymous.errorOf(query, { query: 'x' })).toBe('UNAUTHENTICATED');
  });
});
