import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Trash } from '../src/modules/chat/index.ts';
import { ask, collectRun, payloadFields } from './support/conversation.ts';
import { RawSocket } from './support/raw-socket.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;
const tabs: RawSocket[] = [];

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
});
afterAll(() => app.close());

interface Change {
  id: string;
  title: string;
  isPinned: boolean;
  deletedAt: string | null;
  activeRun: { id: string } | null;
}

/** Another tab of somebody, which shows the list of conversations. */
async function openTab(
  client: TestClient = alice,
): Promise<{ tab: RawSocket; changes: () => Change[]; next: (fits: (change: Change) => boolean) => Promise<Change> }> {
  const tab = await RawSocket.open(app.url, client.cookie);
  tabs.push(tab);
  tab.subscribe('1', 'subscription { sessionChanged { id title isPinned deletedAt activeRun { id } } }');
  // What comes after this answer also comes after the subscription.
  tab.subscribe('2', 'subscription { runEvents(runId: "x") { sequence } }');
  await tab.next(({ id }) => id === '2');
  const changes = (): Change[] =>
    tab.messages.flatMap(({ id, type, payload }) =>
      id === '1' && type === 'next' ? [payload.data.sessionChanged] : [],
    );
  const next = async (fits: (change: Change) => boolean): Promise<Change> =>
    (await tab.next(({ id, type, payload }) => id === '1' && type === 'next' && fits(payload.data.sessionChanged)))
      .payload.data.sessionChanged;
  return { tab, changes, next };
}

describe('sessionChanged', () => {
  it('tells other tabs what appears, runs, ends, changes and goes', async () => {
    const { next } = await openTab();
    const { session, run } = await ask(alice, { text: `/script {"text":"${'word '.repeat(1_000)}","delayMs":50}` });
    await next(({ id, activeRun }) => id === session.id && activeRun?.id === run.id);
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
    await next(({ id, activeRun }) => id === session.id && activeRun === null);
    await alice.query(
      'mutation ($id: ID!) { updateSession(input: { id: $id, title: "Renamed", isPinned: true }) { id } }',
      { id: session.id },
    );
    await next(({ id, title, isPinned }) => id === session.id && title === 'Renamed' && isPinned);
    await alice.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: session.id });
    await next(({ id, deletedAt }) => id === session.id && deletedAt !== null);
    await alice.query('mutation ($id: ID!) { restoreSession(id: $id) { id } }', { id: session.id });
    await next(({ id, deletedAt }) => id === session.id && deletedAt === null);
  });

  it('tells nobody else', async () => {
    const bob = await app.signUp('bob');
    const { changes, next } = await openTab(bob);
    const { run } = await ask(alice, { text: 'For Bob?' });
    await collectRun(alice, run.id);
    const { createSession } = await bob.query('mutation { createSession(input: { title: "Bob’s" }) { id } }');
    await next(({ id }) => id === createSession.id);
    expect(changes().map(({ id }) => id)).toEqual([createSession.id]);
  });

  it('goes on after a conversation that was erased before it could be told', async () => {
    const { next } = await openTab();
    const { createSession } = await alice.query('mutation { createSession(input: { title: "Short-lived" }) { id } }');
    await app.database.fork().execute('delete from chat_sessions where id = ?', [createSession.id]);
    const later = await alice.query('mutation { createSession(input: { title: "Later" }) { id } }');
    await next(({ id }) => id === later.createSession.id);
  });
});

describe('the list', () => {
  it('has the newest activity first and pages through it without a gap', async () => {
    const carol = await app.signUp('carol');
    const made: string[] = [];
    for (const title of ['a', 'b', 'c', 'd', 'e']) {
      made.unshift(
        (await carol.query('mutation ($title: String) { createSession(input: { title: $title }) { id } }', { title }))
          .createSession.id,
      );
    }
    const { run } = await ask(carol, { text: 'Up again', sessionId: made[4] });
    await collectRun(carol, run.id);
    const order = [made[4]!, ...made.slice(0, 4)];
    const found: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { sessions } = await carol.query(
        'query ($after: String) { sessions(first: 2, after: $after) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      expect(sessions.totalCount).toBe(5);
      found.push(...sessions.nodes.map(({ id }: { id: string }) => id));
      after = sessions.pageInfo.endCursor;
      more = sessions.pageInfo.hasNextPage;
    }
    expect(found).toEqual(order);
  });

  it('is filtered, and leaves out what is in the trash', async () => {
    const dave = await app.signUp('dave');
    const create = async (title: string): Promise<string> =>
      (await dave.query('mutation ($title: String) { createSession(input: { title: $title }) { id } }', { title }))
        .createSession.id;
    const [plain, pinned, archived, deleted] = [
      await create('plain'),
      await create('pinned'),
      await create('archived'),
      await create('deleted'),
    ];
    await dave.query('mutation ($id: ID!) { updateSession(input: { id: $id, isPinned: true }) { id } }', {
      id: pinned,
    });
    await dave.query('mutation ($id: ID!) { updateSession(input: { id: $id, isArchived: true }) { id } }', {
      id: archived,
    });
    await dave.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: deleted });
    const list = async (filter: object | null): Promise<string[]> =>
      (
        await dave.query('query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }', { filter })
      ).sessions.nodes.map(({ id }: { id: string }) => id);
    expect((await list(null)).sort()).toEqual([plain, pinned, archived].sort());
    expect(await list({ isPinned: true })).toEqual([pinned]);
    expect(await list({ isArchived: true })).toEqual([archived]);
    expect((await list({ isArchived: false })).sort()).toEqual([plain, pinned].sort());
    expect(await list({ modelId: 'nobody:nothing' })).toEqual([]);
    expect(await list({ createdAfter: '2000-01-01T00:00:00Z', createdBefore: '2000-01-02T00:00:00Z' })).toEqual([]);
    expect(await list({ createdAfter: '2000-01-01T00:00:00Z' })).toHaveLength(3);
  });
});

describe('the trash', () => {
  it('is emptied of what has been in it long enough, with everything that belongs to it', async () => {
    const [old, recent] = [await ask(alice, { text: 'Old' }), await ask(alice, { text: 'Recent' })];
    for (const { session, run } of [old, recent]) {
      await collectRun(alice, run.id);
      await alice.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: session.id });
    }
    const em = app.database.fork();
    await em.execute("update chat_sessions set deleted_at = now() - interval '31 days' where id = ?", [old.session.id]);
    await app.app.services.get(Trash).empty(new Date());
    const count = async (id: string): Promise<unknown> =>
      em.execute(
        'select (select count(*)::int from messages where session_id = ?) as messages, (select count(*)::int from runs where session_id = ?) as runs',
        [id, id],
      );
    expect(await count(old.session.id)).toEqual([{ messages: 0, runs: 0 }]);
    expect(await count(recent.session.id)).toEqual([{ messages: 2, runs: 1 }]);
    expect(await alice.errorOf('mutation ($id: ID!) { restoreSession(id: $id) { id } }', { id: old.session.id })).toBe(
      'NOT_FOUND',
    );
    await alice.query('mutation ($id: ID!) { restoreSession(id: $id) { id } }', { id: recent.session.id });
  });
});

describe('usage and feedback', () => {
  it('add up over conversations and are the viewer’s own', async () => {
    const erin = await app.signUp('erin');
    const asked = [await ask(erin, { text: 'One' }), await ask(erin, { text: 'Two' })];
    for (const { run } of asked) await collectRun(erin, run.id);
    const totals = 'usage { requests promptTokens completionTokens totalTokens totalCost }';
    const { viewer, sessions } = await erin.query(`{ viewer { ${totals} } sessions { nodes { ${totals} } } }`);
    expect(viewer.usage.requests).toBe(2);
    expect(viewer.usage.totalTokens).toBe(viewer.usage.promptTokens + viewer.usage.completionTokens);
    const sum = sessions.nodes.reduce(
      (all: number, { usage }: { usage: { totalTokens: number } }) => all + usage.totalTokens,
      0,
    );
    expect(sum).toBe(viewer.usage.totalTokens);
  });

  it('is given, changed and taken back', async () => {
    const { run, assistantMessage } = await ask(alice, { text: 'Rate me' });
    await collectRun(alice, run.id);
    const submit = (input: object) =>
      alice.query(
        'mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { id rating text message { id } } }',
        { input: { messageId: assistantMessage.id, ...input } },
      );
    const first = (await submit({ rating: 'THUMBS_UP' })).submitFeedback;
    const second = (await submit({ rating: 'THUMBS_DOWN', text: 'Wrong.' })).submitFeedback;
    expect(second).toEqual({
      id: first.id,
      rating: 'THUMBS_DOWN',
      text: 'Wrong.',
      message: { id: assistantMessage.id },
    });
    await alice.query('mutation ($id: ID!) { withdrawFeedback(messageId: $id) }', { id: assistantMessage.id });
    expect(
      (await alice.query('query ($id: ID!) { message(id: $id) { feedback { id } } }', { id: assistantMessage.id }))
        .message.feedback,
    ).toBeNull();
  });
});

it('remembers what a new conversation starts with', async () => {
  const frank = await app.signUp('frank');
  await frank.query(
    'mutation { updatePreferences(input: { defaultModelId: "scripted:echo", systemPrompt: "Be kind.", parameters: { temperature: 0.4 } }) { theme } }',
  );
  const { sendMessage } = await frank.query(`mutation { sendMessage(input: { text: "Hi" }) { ${payloadFields} } }`);
  expect(sendMessage.session.modelId).toBe('scripted:echo');
  await collectRun(frank, sendMessage.run.id);
  const { run } = await frank.query('query ($id: ID!) { run(id: $id) { systemPrompt parameters { temperature } } }', {
    id: sendMessage.run.id,
  });
  expect(run).toEqual({ systemPrompt: 'Be kind.', parameters: { temperature: 0.4 } });
});

it('counts text into the room a person has', async () => {
  const small = await startTestApp({ USER_STORAGE_MB: '3' });
  const grace = await small.signUp('grace');
  const create = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { id } }';
  const input = { title: 'Long', systemPrompt: 'ä'.repeat(19_000) };
  let made = 0;
  while (made < 200 && (await grace.errorOf(create, { input })) === 'none') made++;
  expect(made).toBeGreaterThan(70);
  expect(made).toBeLessThan(90);
  expect(await grace.errorOf(create, { input })).toBe('QUOTA_EXCEEDED');
  const { sessions } = await grace.query('{ sessions(first: 1) { totalCount nodes { id } } }');
  expect(sessions.totalCount).toBe(made);
  await grace.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: sessions.nodes[0].id });
  await small.close();
});
