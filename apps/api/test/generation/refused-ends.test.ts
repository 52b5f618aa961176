import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../src/kernel/log.ts';
import { newId } from '../../src/kernel/ids.ts';
import { packEvents } from '../../src/modules/generation/log/run-log.rules.ts';
import {
  ask,
  type Asked,
  collectRun,
  messagesOf,
  runEventsQuery,
  type SeenEvent,
  textOf,
} from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
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
afterEach(async () => {
  vi.restoreAllMocks();
  for (const table of ['token_usages', 'message_parts'])
    await execute(`alter table ${table} drop constraint if exists refused`);
});

const execute = (statement: string, parameters: unknown[] = []) =>
  running.app.database.fork().execute<Record<string, unknown>[]>(statement, parameters);

/** What is stored of a run when everything about it is over. */
async function recordOf(id: string) {
  const { run } = await alice.query(
    `query ($id: ID!) { run(id: $id) { status errorCode errorMessage lastSequence
      usage { promptTokens completionTokens isEstimated }
      message { text status parts { __typename ... on ToolPart { toolName arguments result error } } }
      session { activeRun { id } } } }`,
    { id },
  );
  return run;
}

async function askForAnswer(reply: ScriptedReply): Promise<Asked> {
  running.answer(reply);
  return ask(alice, { text: 'Hi', modelId: upstreamModel });
}

/** That a conversation goes on after an answer. */
async function assertFree({ session }: Asked): Promise<void> {
  running.answer({ tokens: ['Fine.'] });
  const again = await ask(alice, { text: 'And now?', modelId: upstreamModel, sessionId: session.id });
  expect(textOf(await collectRun(alice, again.run.id))).toBe('Fine.');
}

describe('an answer that comes with what no database keeps', () => {
  it.each([
    ['more tokens than there are', { promptTokens: 3e9, completionTokens: Number.MAX_SAFE_INTEGER }],
    ['one token too many for an integer', { promptTokens: 5, completionTokens: 2_147_483_648 }],
    ['tokens whose sum is too many', { promptTokens: 2_147_483_647, completionTokens: 2_147_483_647 }],
  ])('is accounted for by estimates: %s', async (_label, usage) => {
    const asked = await askForAnswer({ tokens: ['Hello'], usage });
    expect((await collectRun(alice, asked.run.id)).at(-1)).toMatchObject({ status: 'COMPLETED', errorCode: null });
    const record = await recordOf(asked.run.id);
    expect(record).toMatchObject({ status: 'COMPLETED', message: { text: 'Hello' }, usage: { isEstimated: true } });
    expect(record.usage.promptTokens + record.usage.completionTokens).toBeLessThan(1_000);
    await assertFree(asked);
  });

  it.each([
    ['NUL', String.raw`{"a\u0000":["b\u0000"]}`, { a: ['b'] }],
    ['half a character', String.raw`{"\ud800":{"b":"\udc00"}}`, { '\ufffd': { b: '\ufffd' } }],
    ['nothing', 'null', {}],
  ])('says alike to all what a tool was called with: %s', async (_label, written, expected) => {
    const toolCalls = [{ id: 'a', name: 'clock', arguments: written }];
    const asked = await askForAnswer({ tokens: ['Hello'], toolCalls, finishReason: 'tool_calls' });
    const seen: unknown[] = [];
    const query = runEventsQuery.replace('... on RunEnded', '... on ToolCalled { arguments } ... on RunEnded');
    for await (const { data, errors } of alice.subscribe(query, { runId: asked.run.id, after: -1 })) {
      expect(errors).toBeUndefined();
      if (data.runEvents.__typename === 'ToolCalled') seen.push(data.runEvents.arguments);
    }
    expect(seen).toEqual([expected]);
    const { status, message } = await recordOf(asked.run.id);
    expect(status).toBe('COMPLETED');
    expect(message.parts.at(-1)).toMatchObject({ __typename: 'ToolPart', toolName: 'clock', arguments: expected });
    await assertFree(asked);
  });
});

describe('an end that the database refuses', () => {
  const ended = { status: 'FAILED', errorCode: 'INTERNAL', errorMessage: expect.stringContaining('only its text') };

  it.each<[string, string, string, ScriptedReply]>([
    [
      'the account',
      'token_usages',
      'completion_tokens <> 77777',
      { usage: { promptTokens: 5, completionTokens: 77_777 } },
    ],
    [
      'a part',
      'message_parts',
      `coalesce(data ->> 'toolName', '') <> 'refused'`,
      { toolCalls: [{ id: 'a', name: 'refused', arguments: '{}' }], finishReason: 'tool_calls' },
    ],
  ])('because of %s is saved without what may be refused', async (_what, table, check, reply) => {
    const error = vi.spyOn(silentLog, 'error');
    await execute(`alter table ${table} add constraint refused check (${check})`);
    const asked = await askForAnswer({ tokens: ['One ', 'two'], ...reply });
    const events = await collectRun(alice, asked.run.id);
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', ...ended });
    expect(events.filter(({ __typename }) => __typename === 'RunEnded')).toHaveLength(1);
    const record = await recordOf(asked.run.id);
    const lastSequence = events.at(-1)!.sequence;
    expect(record).toMatchObject({
      ...ended,
      lastSequence,
      usage: { isEstimated: true },
      session: { activeRun: null },
    });
    expect(record.message).toMatchObject({ text: 'One two', status: 'FAILED' });
    const replayed: SeenEvent[] = await collectRun(alice, asked.run.id);
    expect(replayed.map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence));
    expect(replayed.at(-1)).toEqual(events.at(-1));
    expect(error.mock.calls.map(([, message]) => message)).toEqual(['the result of a run could not be saved']);
    await assertInvariants(running.app.database.fork());
    await assertFree(asked);
  });

  it('of a run that another instance left is saved as well', async () => {
    const { run, session, assistantMessage } = await askForAnswer({ tokens: ['Old ', 'words'] });
    await collectRun(alice, run.id);
    const segmentId = newId();
    const about = { runId: run.id, partId: newId() };
    const events = packEvents([
      { __typename: 'RunStarted', sequence: 0, runId: run.id, messageId: assistantMessage.id, modelId: upstreamModel },
      { __typename: 'TextDelta', sequence: 1, runId: run.id, partId: newId(), delta: 'Old words' },
      { __typename: 'ToolCalled', sequence: 2, ...about, toolName: 'clock', arguments: { a: '\0' } },
      { __typename: 'ToolAnswered', sequence: 3, ...about, result: null, error: 'There is none.' },
    ]);
    await execute('delete from message_parts where message_id = ?', [assistantMessage.id]);
    await execute('delete from token_usages where run_id = ?', [run.id]);
    await execute("update messages set status = 'STREAMING' where id = ?", [assistantMessage.id]);
    await execute(
      `insert into run_log_batches (segment_id, position, run_ids, first_sequences, last_sequences, events)
       values (?, 1, array[?::uuid], array[0], array[3], array[?])`,
      [segmentId, run.id, events],
    );
    await execute(
      `update runs set status = 'RUNNING', ended_at = null, lease_owner = ?, lease_until = now() - interval '1 minute',
         log_segment_id = ? where id = ?`,
      [newId(), segmentId, run.id],
    );
    await until(async () => (await recordOf(run.id)).status === 'INTERRUPTED');
    expect((await messagesOf(alice, session.id)).at(-1)).toMatchObject({ text: 'Old words', status: 'INTERRUPTED' });
    await assertInvariants(running.app.database.fork());
  });
});
