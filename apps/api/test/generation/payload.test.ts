import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, collectRun, messagesOf } from '../support/conversation.ts';
import { Statements } from '../support/statements.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

let app: TestApp;
let alice: TestClient;
let statements: Statements;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
  statements = await Statements.of(app.database);
});
afterAll(() => app.close());

const message = 'id role status text parts { __typename id ... on TextPart { text } } session { id title } run { id }';
const all = `session { id title messageCount activeRun { id status } } userMessage { ${message} } assistantMessage { ${message} parent { id } }
  run { id status message { id text } session { id } usage { totalCost } summary { id } }`;
const slow = `/script ${JSON.stringify({ text: 'One two three', delayMs: 300 })}`;

/** What a change reads until it is answered, with the answer's run to its end if that is wanted, and what it answers. */
async function changed(name: string, type: string, input: object, fields: string, untilEnd = false) {
  let payload: Awaited<ReturnType<TestClient['query']>>;
  const seen = await statements.during(async () => {
    payload = (await alice.query(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input }))[
      name
    ];
    if (untilEnd) await collectRun(alice, payload.run.id);
  });
  await collectRun(alice, payload.run.id);
  return { payload, reads: seen.filter((text) => /^(\/\* prepared \*\/ )?\s*select/.test(text)) };
}

it.each([
  ['sendMessage', 'SendMessageInput'],
  ['editMessage', 'EditMessageInput'],
  ['regenerateMessage', 'RegenerateMessageInput'],
  ['continueMessage', 'ContinueMessageInput'],
])('%s gives back what it wrote without reading it again', async (name, type) => {
  const asked = await ask(alice, { text: `/script ${JSON.stringify({ text: 'One two', failAfter: 1 })}` });
  await collectRun(alice, asked.run.id);
  const [question, answer] = await messagesOf(alice, asked.session.id);
  const input = {
    sendMessage: { sessionId: asked.session.id, text: slow },
    editMessage: { messageId: question!.id, text: slow },
    regenerateMessage: { messageId: answer!.id },
    continueMessage: { messageId: answer!.id },
  }[name]!;
  const little = await changed(name, type, input, 'run { id }', true);
  const { payload, reads } = await changed(name, type, input, all);
  expect(reads.filter((text) => !little.reads.includes(text))).toEqual([]);

  const { session, userMessage, assistantMessage, run } = payload;
  expect(session.activeRun).toEqual({ id: run.id, status: 'RUNNING' });
  expect(userMessage).toMatchObject({ session: { id: session.id }, run: null });
  expect(assistantMessage).toMatchObject({ parent: { id: userMessage.id }, run: { id: run.id }, status: 'STREAMING' });
  expect(run).toMatchObject({ message: { id: assistantMessage.id }, session: { id: session.id }, usage: null });
  const stored = (await messagesOf(alice, session.id)).find(({ id }) => id === userMessage.id);
  expect(userMessage.parts).toEqual(stored!.parts);
  expect(userMessage.text).toBe(stored!.text);
});
