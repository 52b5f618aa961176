import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, collectRun, messagesOf, payloadFields, textOf } from '../support/conversation.ts';
import type { ScriptedReply } from '../support/scripted-openai-server.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { type AppWithUpstream, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

let running: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream();
  alice = await running.app.signUp('alice');
});
afterAll(() => running.close());

const KEY = 'sk-canary-0123456789';

/** What is stored of a run when everything about it is over. */
async function recordOf(id: string) {
  const { run } = await alice.query(
    `query ($id: ID!) { run(id: $id) { status errorCode errorMessage finishReason lastSequence
      usage { requestType promptTokens completionTokens isEstimated } message { id text status } session { id activeRun { id } } } }`,
    { id },
  );
  return run;
}

const some = ['One ', 'two ', 'three ', 'four'];

describe('every fault of a provider ends the run with its code, what came is kept', () => {
  it.each<[string, ScriptedReply, string, string, number]>([
    ['401', { status: 401, body: `{"error":{"message":"Bad key ${KEY}"}}` }, 'PROVIDER_AUTH', '', 1],
    ['403', { status: 403, body: '{}' }, 'PROVIDER_AUTH', '', 1],
    ['404', { status: 404, body: '{"error":{"message":"no such model"}}' }, 'PROVIDER_BAD_RESPONSE', '', 1],
    ['400', { status: 400, body: `{"error":{"message":"temperature with ${KEY}"}}` }, 'PROVIDER_BAD_RESPONSE', '', 1],
    ['402', { status: 402, body: '{}' }, 'QUOTA_EXCEEDED', '', 1],
    [
      '429 that asks to wait long',
      { status: 429, headers: { 'retry-after': '120' }, body: '{}' },
      'PROVIDER_RATE_LIMITED',
      '',
      1,
    ],
    ['500', { status: 500, body: '<html><h1>Oops</h1></html>' }, 'PROVIDER_UNAVAILABLE', '', 3],
    ['503 without a body', { status: 503, body: '' }, 'PROVIDER_UNAVAILABLE', '', 3],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' },
      'PROVIDER_BAD_RESPONSE',
      '',
      1,
    ],
    [
      'HTML with status 200',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
      'PROVIDER_BAD_RESPONSE',
      '',
      1,
    ],
    ['broken JSON', { raw: ['data: {"choices": [\n\n', 'data: [DONE]\n\n'] }, 'PROVIDER_BAD_RESPONSE', '', 1],
    [
      'an error inside the stream',
      { raw: ['data: {"error":{"message":"overloaded","type":"server_error"}}\n\n'] },
      'PROVIDER_UNAVAILABLE',
      '',
      3,
    ],
    [
      'a reason that is an error',
      {
        raw: [
          'data: {"choices":[{"delta":{"content":"One "}}]}\n\n',
          'data: {"choices":[{"delta":{"content":"two "},"finish_reason":"error"}]}\n\n',
        ],
      },
      'PROVIDER_UNAVAILABLE',
      'One two ',
      1,
    ],
    ['an end without a word', { raw: ['data: [DONE]\n\n'] }, 'PROVIDER_BAD_RESPONSE', '', 1],
    ['a reset before anything', { reset: true }, 'PROVIDER_UNAVAILABLE', '', 3],
    [
      'a reset after two tokens',
      { tokens: some, paceMs: 20, cut: { after: 2, how: 'reset' } },
      'PROVIDER_BAD_RESPONSE',
      'One two ',
      1,
    ],
    [
      'an end after two tokens',
      { tokens: some, paceMs: 20, cut: { after: 2, how: 'end' } },
      'PROVIDER_BAD_RESPONSE',
      'One two ',
      1,
    ],
  ])('%s', async (_label, reply, code, text, calls) => {
    running.answer(...Array.from({ length: calls }, () => reply));
    const { run, session } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    const events = await collectRun(alice, run.id);
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'FAILED', errorCode: code });
    expect(events.at(-1)!.errorMessage).toMatch(/Try again|try again|[Cc]hoose another model|Check/);
    expect(textOf(events)).toBe(text);
    const record = await recordOf(run.id);
    expect(record).toMatchObject({
      status: 'FAILED',
      errorCode: code,
      lastSequence: events.at(-1)!.sequence,
      session: { activeRun: null },
    });
    expect(record.message).toMatchObject({ text, status: 'FAILED' });
    expect(record.usage).toMatchObject({ requestType: 'CHAT', isEstimated: true });
    expect(JSON.stringify(events) + JSON.stringify(record)).not.toContain(KEY);
    expect(running.chats()).toHaveLength(calls);
    running.answer({ tokens: ['Better.'] });
    expect((await messagesOf(alice, session.id)).map(({ status }) => status)).toEqual(['COMPLETED', 'FAILED']);
    const again = await ask(alice, { text: 'And now?', modelId: upstreamModel, sessionId: session.id });
    expect(textOf(await collectRun(alice, again.run.id))).toBe('Better.');
  });

  it('is refused', async () => {
    await running.upstream.refuse();
    const { run } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    expect((await collectRun(alice, run.id)).at(-1)).toMatchObject({
      status: 'FAILED',
      errorCode: 'PROVIDER_UNAVAILABLE',
    });
    await running.upstream.accept();
  });

  it('goes away and comes back within the retries', async () => {
    running.answer(
      { status: 503, body: '' },
      { status: 429, headers: { 'retry-after': '0' }, body: '{}' },
      { tokens: ['There.'] },
    );
    const { run } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    const events = await collectRun(alice, run.id);
    expect(textOf(events)).toBe('There.');
    expect(events.at(-1)).toMatchObject({ status: 'COMPLETED', errorCode: null });
    expect(running.chats()).toHaveLength(3);
  });
});

describe('stopping', () => {
  it.each<[string, ScriptedReply, string]>([
    ['in the middle', { tokens: Array.from({ length: 1_000 }, () => 'word '), paceMs: 10 }, 'word '],
    ['while the provider is silent', { stall: 2, tokens: some, paceMs: 5 }, 'One two '],
    ['before the provider says anything', { stall: 'headers' }, ''],
  ])('%s ends at once, frees the connection and keeps the text', async (_label, reply, start) => {
    running.answer(reply);
    const { run, session } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    const watching = collectRun(alice, run.id);
    await until(() => running.chats().length > 0);
    if (start !== '') await untilText(session.id);
    const { cancelRun } = await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { status message { text } } }', {
      id: run.id,
    });
    expect(cancelRun.status).toBe('CANCELLED');
    expect(await running.chats()[0]!.closedEarly).toBe(true);
    const events = await watching;
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED', errorCode: null });
    expect(textOf(events)).toBe(cancelRun.message.text);
    expect(cancelRun.message.text.startsWith(start)).toBe(true);
    expect((await recordOf(run.id)).usage).toMatchObject({ requestType: 'CHAT', isEstimated: true });
    const again = await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { status } }', { id: run.id });
    expect(again.cancelRun.status).toBe('CANCELLED');
  });

  it('by deleting the conversation, which can be restored', async () => {
    running.answer({ tokens: Array.from({ length: 1_000 }, () => 'word '), paceMs: 10 });
    const { run, session } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    await untilText(session.id);
    await alice.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: session.id });
    expect(await running.chats()[0]!.closedEarly).toBe(true);
    expect(await alice.errorOf('query ($id: ID!) { run(id: $id) { id } }', { id: run.id })).toBe('NOT_FOUND');
    await alice.query('mutation ($id: ID!) { restoreSession(id: $id) { id } }', { id: session.id });
    expect(await recordOf(run.id)).toMatchObject({
      status: 'CANCELLED',
      message: { text: expect.stringMatching(/^(word )+$/) },
    });
  });

  it('leaves an answer that can be continued where it stopped', async () => {
    running.answer({ stall: 2, tokens: some, paceMs: 5 });
    const { run, session, assistantMessage } = await ask(alice, { text: 'Count.', modelId: upstreamModel });
    await untilText(session.id, 'One two ');
    await alice.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
    running.answer({ tokens: ['three ', 'four'] });
    const { continueMessage } = await alice.query(
      `mutation ($input: ContinueMessageInput!) { continueMessage(input: $input) { ${payloadFields} } }`,
      { input: { messageId: assistantMessage.id } },
    );
    expect(textOf(await collectRun(alice, continueMessage.run.id))).toBe('One two three four');
    const [, answer] = await messagesOf(alice, session.id);
    expect(answer).toMatchObject({ text: 'One two three four', status: 'COMPLETED' });
    expect(answer!.siblings.map(({ id }) => id)).toEqual([assistantMessage.id, answer!.id]);
  });
});

it('a request that the provider refuses takes no tokens, one that breaks off may have', async () => {
  const refusals = [
    { status: 400, body: '{"error":{"message":"temperature is too high"}}' },
    { status: 302, body: '' },
  ];
  const broken = [{ raw: ['data: {"choices": [\n\n'] }];
  const promptTokens: number[] = [];
  for (const reply of [...refusals, ...broken]) {
    running.answer(reply);
    const asked = await ask(alice, { text: 'How many?', modelId: upstreamModel });
    await collectRun(alice, asked.run.id);
    promptTokens.push((await recordOf(asked.run.id)).usage.promptTokens);
  }
  expect(promptTokens).toEqual([0, 0, expect.toSatisfy((count: number) => count > 0)]);
});

it('a parameter that the model refuses is left out, and the run says what was sent', async () => {
  const refusal = { status: 400, body: '{"error":{"message":"Unrecognized request argument supplied: top_k"}}' };
  running.answer(refusal, { tokens: some });
  const parameters = { temperature: 0.5, topK: 5, maxTokens: 100 };
  const { run } = await ask(alice, { text: 'Count.', modelId: upstreamModel, parameters });
  expect(textOf(await collectRun(alice, run.id))).toBe(some.join(''));
  const query = 'query ($id: ID!) { run(id: $id) { status parameters { temperature topK maxTokens } } }';
  const { run: stored } = await alice.query(query, { id: run.id });
  expect(stored).toEqual({ status: 'COMPLETED', parameters: { temperature: 0.5, topK: null, maxTokens: 100 } });
});

/** Waits until an answer has begun; with a text, until it is all there. */
async function untilText(sessionId: string, text?: string): Promise<void> {
  await until(async () => {
    const found = (await messagesOf(alice, sessionId)).at(-1)!.text;
    return text === undefined ? found : found === text;
  });
}
