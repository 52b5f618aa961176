import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, ask, collectRun, messagesOf, payloadFields, textOf } from '../support/conversation.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { type AppWithUpstream, bodyOf, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

let running: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream({ 'api:scripted-large': {} });
  alice = await running.app.signUp('alice');
});
afterAll(() => running.close());

const slow = { tokens: Array.from({ length: 500 }, () => 'word '), paceMs: 10 };

/** Asks and waits for the answer. */
async function exchange(text: string, answer: string, more: object = {}): Promise<Asked> {
  running.answer({ tokens: [answer] });
  const sent = await ask(alice, { text, modelId: upstreamModel, ...more });
  await collectRun(alice, sent.run.id);
  return sent;
}

async function mutate(name: string, type: string, input: object, answer: string): Promise<Asked> {
  running.answer({ tokens: [answer] });
  const data = await alice.query(`mutation ($input: ${type}!) { ${name}(input: $input) { ${payloadFields} } }`, {
    input,
  });
  await collectRun(alice, data[name].run.id);
  return data[name] as Asked;
}

const texts = async (sessionId: string): Promise<string[]> =>
  (await messagesOf(alice, sessionId)).map(({ text }) => text);

describe('sending the same message id again', () => {
  it('20 times at once makes one message and one call', async () => {
    running.answer({ tokens: ['Once.'], paceMs: 30 });
    const input = { text: 'Only once.', modelId: upstreamModel, messageId: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(alice, input)));
    const first = answers[0]!;
    for (const { session, run, userMessage, assistantMessage } of answers) {
      expect([session.id, run.id, userMessage.id, assistantMessage.id]).toEqual([
        first.session.id,
        first.run.id,
        input.messageId,
        first.assistantMessage.id,
      ]);
    }
    await collectRun(alice, first.run.id);
    expect(running.chats()).toHaveLength(1);
    expect(await messagesOf(alice, first.session.id)).toHaveLength(2);
    expect((await ask(alice, input)).run).toMatchObject({ id: first.run.id, status: 'COMPLETED' });
    expect(running.chats()).toHaveLength(1);
  });

  it('with another body is a conflict and stores nothing', async () => {
    const messageId = randomUUID();
    const { session } = await exchange('The first.', 'Yes.', { messageId });
    const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }';
    for (const change of [
      { text: 'Another.' },
      { parameters: { temperature: 1 } },
      { sessionId: session.id },
      { modelId: 'scripted:echo' },
    ]) {
      const input = { text: 'The first.', modelId: upstreamModel, messageId, ...change };
      expect(await alice.errorOf(query, { input })).toBe('IDEMPOTENCY_CONFLICT messageId');
    }
    expect(await messagesOf(alice, session.id)).toHaveLength(2);
  });

  it('by somebody else is a conflict that tells nothing', async () => {
    const messageId = randomUUID();
    await exchange('Mine.', 'Yes.', { messageId });
    const bob = await running.app.signUp('bob');
    const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { session { title } } }';
    expect(await bob.errorOf(query, { input: { text: 'Mine.', modelId: upstreamModel, messageId } })).toBe(
      'IDEMPOTENCY_CONFLICT messageId',
    );
  });

  it('works as well inside of a conversation that is answering', async () => {
    const { session } = await exchange('First.', 'Yes.');
    running.answer(slow);
    const input = { text: 'Second.', modelId: upstreamModel, sessionId: session.id, messageId: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(alice, input)));
    expect(new Set(answers.map(({ run }) => run.id)).size).toBe(1);
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: answers[0]!.run.id });
  });
});

it('takes one question at a time in a conversation', async () => {
  running.answer(slow);
  const { session, run, userMessage, assistantMessage } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
  const attempts = [
    ['SendMessageInput', 'sendMessage', { text: 'And?', sessionId: session.id }],
    ['EditMessageInput', 'editMessage', { text: 'Or?', messageId: userMessage.id }],
    ['RegenerateMessageInput', 'regenerateMessage', { messageId: assistantMessage.id }],
    ['ContinueMessageInput', 'continueMessage', { messageId: assistantMessage.id }],
  ] as const;
  for (const [type, name, input] of attempts) {
    expect(
      await alice.errorOf(`mutation ($input: ${type}!) { ${name}(input: $input) { run { id } } }`, { input }),
    ).toBe('RUN_IN_PROGRESS');
  }
  const { session: idle } = await alice.query(
    'query ($id: ID!) { session(id: $id) { messageCount activeRun { id } } }',
    { id: session.id },
  );
  expect(idle).toEqual({ messageCount: 2, activeRun: { id: run.id } });
  await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
  await exchange('And now?', 'Yes.', { sessionId: session.id });
});

it('starts one run of 20 questions asked at once in a conversation', async () => {
  const { session } = await exchange('First.', 'Yes.');
  running.answer(slow);
  const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }';
  const input = { text: 'Second.', modelId: upstreamModel, sessionId: session.id };
  const codes = await Promise.all(Array.from({ length: 20 }, () => alice.errorOf(query, { input })));
  expect(codes.filter((code) => code === 'none')).toHaveLength(1);
  expect(codes.filter((code) => code === 'RUN_IN_PROGRESS')).toHaveLength(19);
  const { session: found } = await alice.query(
    'query ($id: ID!) { session(id: $id) { messageCount activeRun { id } } }',
    { id: session.id },
  );
  expect(found.messageCount).toBe(4);
  await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: found.activeRun.id });
});

describe('the tree of messages', () => {
  it('grows siblings by editing and regenerating, and shows one branch', async () => {
    const first = await exchange('Q1', 'A1');
    const { id } = first.session;
    const second = await exchange('Q2', 'A2', { sessionId: id });
    await mutate('regenerateMessage', 'RegenerateMessageInput', { messageId: second.assistantMessage.id }, 'A2b');
    expect(await texts(id)).toEqual(['Q1', 'A1', 'Q2', 'A2b']);
    const edited = await mutate(
      'editMessage',
      'EditMessageInput',
      { messageId: second.userMessage.id, text: 'Q2c' },
      'A2c',
    );
    expect(await texts(id)).toEqual(['Q1', 'A1', 'Q2c', 'A2c']);
    const other = { messageId: first.assistantMessage.id, modelId: 'api:scripted-large' };
    const again = await mutate('regenerateMessage', 'RegenerateMessageInput', other, 'A1b');
    expect(await texts(id)).toEqual(['Q1', 'A1b']);
    expect(again.run.modelId).toBe('api:scripted-large');
    expect(bodyOf(running.chats()[0]!).messages.map(({ content }) => content)).toEqual(['Q1']);

    const branch = (messageId: string) =>
      alice.query('mutation ($messageId: ID!) { switchBranch(messageId: $messageId) { id activeLeaf { text } } }', {
        messageId,
      });
    expect((await branch(first.assistantMessage.id)).switchBranch.activeLeaf.text).toBe('A2c');
    expect((await branch(second.userMessage.id)).switchBranch.activeLeaf.text).toBe('A2b');
    const shown = await messagesOf(alice, id);
    expect(shown.map(({ text }) => text)).toEqual(['Q1', 'A1', 'Q2', 'A2b']);
    expect(shown[2]!.siblings.map((one) => one.id)).toEqual([second.userMessage.id, edited.userMessage.id]);
    expect(shown[3]!.siblings).toHaveLength(2);
    const { session } = await alice.query(
      'query ($id: ID!, $leafId: ID!) { session(id: $id) { messageCount messages(leafId: $leafId) { nodes { text } } } }',
      {
        id,
        leafId: edited.assistantMessage.id,
      },
    );
    expect(session.messageCount).toBe(8);
    expect(session.messages.nodes.map(({ text }: { text: string }) => text)).toEqual(['Q1', 'A1', 'Q2c', 'A2c']);
  });

  it('continues wherever a question is put', async () => {
    const first = await exchange('Q1', 'A1');
    await exchange('Q2', 'A2', { sessionId: first.session.id });
    await exchange('Q3', 'A3', { sessionId: first.session.id, parentId: first.assistantMessage.id });
    expect(await texts(first.session.id)).toEqual(['Q1', 'A1', 'Q3', 'A3']);
    expect(bodyOf(running.chats()[0]!).messages.map(({ content }) => content)).toEqual(['Q1', 'A1', 'Q3']);
  });

  it('takes no parent of another conversation', async () => {
    const [one, two] = [await exchange('Q1', 'A1'), await exchange('Q2', 'A2')];
    const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }';
    const input = { text: 'Hi', sessionId: one.session.id, parentId: two.assistantMessage.id };
    expect(await alice.errorOf(query, { input })).toBe('NOT_FOUND parentId');
  });

  it('falls back to a neighbour when the shown branch is deleted', async () => {
    const first = await exchange('Q1', 'A1');
    const { id } = first.session;
    const second = await exchange('Q2', 'A2', { sessionId: id });
    const edited = await mutate(
      'editMessage',
      'EditMessageInput',
      { messageId: second.userMessage.id, text: 'Q2b' },
      'A2b',
    );
    const remove = (messageId: string) =>
      alice.query('mutation ($id: ID!) { deleteMessage(id: $id) { messageCount activeLeaf { text } } }', {
        id: messageId,
      });
    expect((await remove(edited.userMessage.id)).deleteMessage).toEqual({
      messageCount: 4,
      activeLeaf: { text: 'A2' },
    });
    expect((await remove(second.userMessage.id)).deleteMessage).toEqual({
      messageCount: 2,
      activeLeaf: { text: 'A1' },
    });
    expect(await texts(id)).toEqual(['Q1', 'A1']);
    expect(
      await alice.errorOf('query ($id: ID!) { message(id: $id) { id } }', { id: edited.assistantMessage.id }),
    ).toBe('NOT_FOUND');
    expect((await remove(first.userMessage.id)).deleteMessage).toEqual({ messageCount: 0, activeLeaf: null });
    await exchange('Q1 again', 'A1 again', { sessionId: id });
    expect(await texts(id)).toEqual(['Q1 again', 'A1 again']);
  });

  it('stops what is being written below a message that is deleted', async () => {
    running.answer(slow);
    const { session, run, userMessage } = await ask(alice, { text: 'Q1', modelId: upstreamModel });
    await until(() => running.chats().length > 0);
    await alice.query('mutation ($id: ID!) { deleteMessage(id: $id) { id } }', { id: userMessage.id });
    expect(await running.chats()[0]!.closedEarly).toBe(true);
    expect((await collectRun(alice, run.id)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
    await exchange('Q2', 'A2', { sessionId: session.id });
    expect(await texts(session.id)).toEqual(['Q2', 'A2']);
  });

  it('is paged from both ends', async () => {
    const { session } = await exchange('1', '2');
    for (const text of ['3', '5', '7']) await exchange(text, String(Number(text) + 1), { sessionId: session.id });
    const page = async (args: string) => {
      const { session: found } = await alice.query(
        `query ($id: ID!) { session(id: $id) { messages(${args}) { nodes { text } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        { id: session.id },
      );
      const { nodes, pageInfo, totalCount } = found.messages;
      expect(totalCount).toBe(8);
      return { text: nodes.map(({ text }: { text: string }) => text).join(''), ...pageInfo };
    };
    const newest = await page('last: 3');
    expect(newest).toMatchObject({ text: '678', hasPreviousPage: true, hasNextPage: false });
    const before = await page(`last: 3, before: "${newest.startCursor}"`);
    expect(before).toMatchObject({ text: '345', hasPreviousPage: true, hasNextPage: true });
    expect(await page(`last: 3, before: "${before.startCursor}"`)).toMatchObject({
      text: '12',
      hasPreviousPage: false,
    });
    const oldest = await page('first: 5');
    expect(oldest.text).toBe('12345');
    expect(await page(`first: 5, after: "${oldest.endCursor}"`)).toMatchObject({ text: '678', hasNextPage: false });
  });
});

describe('titles', () => {
  const titleOf = async (id: string): Promise<string> =>
    (await alice.query('query ($id: ID!) { session(id: $id) { title } }', { id })).session.title;

  const untilTitle = (id: string, title: string): Promise<true> => until(async () => (await titleOf(id)) === title);

  it('come from the question first and from the model then, with a usage row of their own', async () => {
    const { session } = await exchange('Why is the sky blue, and why is it red in the evening?', 'Because.');
    expect(session.title).toBe('Why is the sky blue, and why is it red in the evening?');
    await untilTitle(session.id, 'A title');
    const rows = await running.app.database
      .fork()
      .execute('select request_type, is_estimated from token_usages where session_id = ? order by request_type', [
        session.id,
      ]);
    expect(rows).toEqual([
      { request_type: 'CHAT', is_estimated: false },
      { request_type: 'TITLE', is_estimated: false },
    ]);
    await exchange('And at night?', 'Dark.', { sessionId: session.id });
    expect(
      running.upstream.requests.filter(
        (request) =>
          bodyOf(request).messages[0]!.content.startsWith('You name') && JSON.stringify(request.body).includes('sky'),
      ),
    ).toHaveLength(1);
  });

  it('that a person chose stay', async () => {
    const { createSession } = await alice.query('mutation { createSession(input: { title: "My own" }) { id } }');
    await exchange('Hi', 'Hello.', { sessionId: createSession.id });
    expect(await titleOf(createSession.id)).toBe('My own');
  });
});

describe('titles of a model that fails at them', () => {
  it('do not hold up the answer and leave the question as the title', async () => {
    const troubled = await startAppWithUpstream({}, { stall: 'headers' });
    const bob = await troubled.app.signUp('bob');
    troubled.answer({ tokens: ['Done.'] });
    const { run, session } = await ask(bob, { text: 'A question', modelId: upstreamModel });
    expect(textOf(await collectRun(bob, run.id))).toBe('Done.');
    expect(session.title).toBe('A question');
    await troubled.close();
  });
});
