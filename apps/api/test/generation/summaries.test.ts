import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, ask, collectRun, payloadFields } from '../support/conversation.ts';
import { Statements } from '../support/statements.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { type AppWithUpstream, bodyOf, startAppWithUpstream } from '../support/upstream.ts';

const modelId = 'api:short';
const parameters = { maxTokens: 300 };
const refusal = { status: 401, body: '{"error":{"message":"no such key"}}' };

let running: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream({
    [modelId]: { contextWindow: 2_400 },
    'scripted:echo': { contextWindow: 2_400 },
  });
  alice = await running.app.signUp('alice');
});
afterAll(() => running.close());

const question = (name: string, repeats = 90): string =>
  `Question ${name}: ${'alpha beta gamma '.repeat(repeats)}`.trim();
const answerTo = (name: string): { tokens: string[] } => ({
  tokens: Array.from({ length: 100 }, (_, index) => (index === 0 ? `Answer ${name}.` : ' word')),
});

/** Asks, waits for the end, and gives what the provider was asked. An exchange takes about 380 of 2,096 tokens. */
async function exchange(name: string, input: { text?: string; [field: string]: unknown } = {}) {
  running.answer(answerTo(name));
  const sent = await ask(alice, { text: question(name), modelId, parameters, ...input });
  await collectRun(alice, sent.run.id);
  return { ...sent, messages: bodyOf(running.chats()[0]!).messages };
}

async function newSession(input: object = {}): Promise<string> {
  const create = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { id } }';
  return (await alice.query(create, { input: { modelId, title: 'Long', ...input } })).createSession.id as string;
}

interface Job {
  id: string;
  key: string;
  state: string;
  attempts: number;
  error: string | null;
}

const jobsOf = async (sessionId: string): Promise<Job[]> => {
  const query = '{ jobs(kind: "write-summary", first: 100) { nodes { id key state attempts error } } }';
  return ((await alice.query(query)).jobs.nodes as Job[]).filter(({ key }) => key === sessionId);
};

/** Waits until so many jobs about a conversation have come to their end. */
const jobsDone = (sessionId: string, count: number): Promise<true> =>
  until(async () => {
    const jobs = await jobsOf(sessionId);
    return jobs.length === count && jobs.every(({ state }) => state === 'COMPLETED') ? true : undefined;
  });

/** Waits for the jobs of earlier tests: they would ask for summaries in between. */
const noJobs = (): Promise<true> =>
  until(async () => {
    const { jobs } = await alice.query('{ jobs(kind: "write-summary", first: 100) { nodes { state } } }');
    return (jobs.nodes as Job[]).every(({ state }) => ['COMPLETED', 'FAILED'].includes(state)) ? true : undefined;
  });

const jobIn = (sessionId: string, state: string): Promise<Job> =>
  until(async () => (await jobsOf(sessionId)).find((job) => job.state === state));

/** A conversation of four exchanges, the first two of them told by a summary. */
async function summarised(summary: string, input: object = {}): Promise<{ sessionId: string; exchanges: Asked[] }> {
  await noJobs();
  const sessionId = await newSession(input);
  running.summarise({ tokens: [summary] });
  const exchanges: Asked[] = [];
  for (const name of ['one', 'two', 'three', 'four']) exchanges.push(await exchange(name, { sessionId }));
  await jobsDone(sessionId, 1);
  expect(running.summaries()).toHaveLength(1);
  return { sessionId, exchanges };
}

const contextFields =
  'messageCount summarisedMessageCount droppedMessageCount summaryTokens historyTokens historyBudget promptTokens';
const runOf = async (id: string, client: TestClient = alice) =>
  (
    await client.query(
      `query ($id: ID!) { run(id: $id) { context { ${contextFields} }
        summary { id text messageCount tokenCount modelId createdAt } } }`,
      { id },
    )
  ).run;

const rowsOf = (sessionId: string): Promise<{ message_count: number; text: string }[]> =>
  running.app.database
    .fork()
    .execute('select message_count, text from conversation_summaries where session_id = ? order by message_count', [
      sessionId,
    ]);

const callsOf = (sessionId: string): Promise<object[]> =>
  running.app.database.fork().execute(
    `select prompt_tokens, completion_tokens, is_estimated, failed, run_id is not null as has_run from token_usages
       where session_id = ? and request_type = 'SUMMARY' order by created_at, id`,
    [sessionId],
  );

describe('a conversation that outgrows the window', () => {
  it('is told by a summary and its newest turns, and by the next summary later', async () => {
    const { sessionId } = await summarised('Ada asked one and two.');
    const [first] = running.summaries();
    const told = bodyOf(first!).messages[1]!.content;
    expect(
      told
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      { from: 'user', text: question('one') },
      { from: 'assistant', text: answerTo('one').tokens.join('') },
      { from: 'user', text: question('two') },
      { from: 'assistant', text: answerTo('two').tokens.join('') },
    ]);
    expect(await rowsOf(sessionId)).toEqual([{ message_count: 4, text: 'Ada asked one and two.' }]);

    const fifth = await exchange('five', { sessionId });
    expect(fifth.messages.map(({ role }) => role)).toEqual([
      ...Array.from({ length: 4 }, () => ['user', 'assistant']).flat(),
      'user',
    ]);
    expect((await runOf(fifth.run.id)).summary).toBeNull();
    await jobsDone(sessionId, 2);

    running.summarise({ tokens: ['Ada asked one to four.'] });
    const sixth = await exchange('six', { sessionId });
    // What models and people wrote is no part of the system prompt.
    expect(sixth.messages[0]).toEqual({
      role: 'user',
      content: expect.stringMatching(/^Messages 1 to 4 .*\n> Ada asked one and two\.\n\nQuestion three/),
    });
    expect(sixth.messages.slice(1).map(({ content }) => content)).toEqual([
      answerTo('three').tokens.join(''),
      question('four'),
      answerTo('four').tokens.join(''),
      question('five'),
      answerTo('five').tokens.join(''),
      question('six'),
    ]);
    const { context, summary } = await runOf(sixth.run.id);
    expect(context).toMatchObject({ messageCount: 7, summarisedMessageCount: 4, droppedMessageCount: 0 });
    expect(context.summaryTokens).toBeGreaterThan(summary.tokenCount);
    expect(context.historyTokens).toBeLessThanOrEqual(context.historyBudget);
    expect(context.promptTokens).toBeGreaterThanOrEqual(context.historyTokens);
    expect(summary).toMatchObject({ text: 'Ada asked one and two.', messageCount: 4, modelId });

    await jobsDone(sessionId, 3);
    expect(bodyOf(running.summaries()[0]!).messages[1]!.content).toContain('\n> Ada asked one and two.\n');
    expect(bodyOf(running.summaries()[0]!).messages[1]!.content).not.toContain('Question two');
    const seventh = await exchange('seven', { sessionId });
    expect(seventh.messages[0]!.content).toMatch(/^Messages 1 to 8 .*\n> Ada asked one to four\.\n/);
    expect(seventh.messages).toHaveLength(5);
    expect((await runOf(sixth.run.id)).summary.text).toBe('Ada asked one and two.');
  });

  it('has its summaries accounted like every call', async () => {
    running.summarise();
    const sessionId = await newSession();
    for (const name of ['one', 'two', 'three']) await exchange(name, { sessionId });
    running.summarise({ tokens: ['Short.'], usage: { promptTokens: 800, completionTokens: 9 } });
    await exchange('four', { sessionId });
    await jobsDone(sessionId, 1);
    expect(await callsOf(sessionId)).toEqual([
      { prompt_tokens: 800, completion_tokens: 9, is_estimated: false, failed: false, has_run: true },
    ]);
    const { session, usageReport } = await alice.query(
      `query ($id: ID!) { session(id: $id) { usage { requests } }
        usageReport(input: { groupBy: REQUEST_TYPE }) { buckets { key totals { requests } } } }`,
      { id: sessionId },
    );
    expect(session.usage.requests).toBe(5);
    expect(usageReport.buckets.map(({ key }: { key: string }) => key)).toContain('SUMMARY');
  });

  it('is summarised in pieces where one call cannot take it, and at bounded length', async () => {
    running.summarise();
    const sessionId = await newSession();
    for (const [index, name] of ['one', 'two', 'three'].entries()) {
      await exchange(name, { sessionId, text: question(name, 500) });
      await jobsDone(sessionId, index);
    }
    running.summarise({ tokens: ['One.'] }, { tokens: ['Wordy. '.repeat(400)] }, { tokens: ['Three.'] });
    await exchange('four', { sessionId, text: question('four', 500) });
    await until(async () => (await rowsOf(sessionId)).at(-1)?.message_count === 6);
    const calls = running.summaries().map((request) => bodyOf(request));
    for (const { messages } of calls) expect(messages[1]!.content.length).toBeLessThan(question('one', 500).length);
    expect(calls.at(-1)!.messages[1]!.content).toMatch(/\n> /);
    const [{ tokens }] = (await running.app.database
      .fork()
      .execute('select max(token_count) as tokens from conversation_summaries where session_id = ?', [sessionId])) as [
      { tokens: number },
    ];
    expect(tokens).toBeLessThanOrEqual(262);
    const fifth = await exchange('five', { sessionId });
    expect((await runOf(fifth.run.id)).context).toMatchObject({ summarisedMessageCount: 6 });
  });
});

describe('a summary', () => {
  it('is of its branch, and of no other', async () => {
    const { sessionId, exchanges } = await summarised('The first branch.');
    const edit = `mutation ($input: EditMessageInput!) { editMessage(input: $input) { ${payloadFields} } }`;
    const edited = async (messageId: string): Promise<Asked & { told: string }> => {
      running.answer(answerTo('edited'));
      const input = { messageId, text: question('edited', 690), parameters };
      const { editMessage } = await alice.query(edit, { input });
      await collectRun(alice, editMessage.run.id);
      const [message] = bodyOf(running.chats()[0]!).messages;
      return { ...editMessage, told: message!.content };
    };
    const before = await edited(exchanges[1]!.userMessage.id);
    expect(before.told).not.toContain('\n> ');
    const { context, summary } = await runOf(before.run.id);
    expect([summary, context.summarisedMessageCount, context.droppedMessageCount]).toEqual([null, 0, 2]);
    const behind = await edited(exchanges[2]!.userMessage.id);
    expect(behind.told).toContain('\n> The first branch.');
    expect((await runOf(behind.run.id)).context).toMatchObject({ summarisedMessageCount: 4, droppedMessageCount: 0 });
    expect(sessionId).toBe(behind.session.id);
  });

  it('does not outlive its messages', async () => {
    const { sessionId, exchanges } = await summarised('A secret.');
    const used = await exchange('five', { sessionId, text: question('five', 400) });
    expect((await runOf(used.run.id)).summary.text).toBe('A secret.');
    await alice.query('mutation ($id: ID!) { deleteMessage(id: $id) { id } }', { id: exchanges[1]!.userMessage.id });
    expect((await runOf(used.run.id)).summary).toBeNull();
    running.summarise();
    const after = await exchange('again', { sessionId, text: question('again', 690) });
    expect(JSON.stringify(after.messages)).not.toContain('A secret.');
    expect((await runOf(after.run.id)).context).toMatchObject({ summarisedMessageCount: 0, droppedMessageCount: 2 });
    await running.app.database.fork().execute('delete from chat_sessions where id = ?', [sessionId]);
    expect(await rowsOf(sessionId)).toEqual([]);
  });

  it('is its owner’s alone', async () => {
    const { sessionId } = await summarised('Only for Ada.');
    const { run } = await exchange('five', { sessionId, text: question('five', 400) });
    const bob = await running.app.signUp('bob');
    expect(await bob.errorOf('query ($id: ID!) { run(id: $id) { summary { text } } }', { id: run.id })).toBe(
      'NOT_FOUND',
    );
  });

  it('is read for all answers of a page at once', async () => {
    const { sessionId } = await summarised('Read once.');
    for (const name of ['five', 'six']) {
      const { run } = await ask(alice, { sessionId, text: question(name, 400), modelId: 'scripted:echo', parameters });
      await collectRun(alice, run.id);
    }
    const statements = await Statements.of(running.app.database);
    let texts: string[] = [];
    const seen = await statements.during(async () => {
      const query = 'query ($id: ID!) { session(id: $id) { messages { nodes { run { summary { text } } } } } }';
      const { session } = await alice.query(query, { id: sessionId });
      const nodes = session.messages.nodes as { run: { summary: { text: string } | null } | null }[];
      texts = nodes.flatMap((node) => node.run?.summary?.text ?? []);
    });
    expect(texts).toEqual(['Read once.', 'Read once.']);
    expect(seen.filter((statement) => statement.includes('conversation_summaries'))).toHaveLength(1);
  });
});

describe('switched off', () => {
  const setSession = (id: string, autoSummarisation: boolean | null) =>
    alice.query('mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { autoSummarisation } }', {
      input: { id, autoSummarisation },
    });
  const prefer = (autoSummarisation: boolean | null) =>
    alice.query(
      'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { autoSummarisation } }',
      {
        input: { autoSummarisation },
      },
    );

  it('in a conversation, none is written or used', async () => {
    const { sessionId } = await summarised('Not any more.');
    expect((await setSession(sessionId, false)).updateSession).toEqual({ autoSummarisation: false });
    running.summarise({ tokens: ['Never.'] });
    const fifth = await exchange('five', { sessionId, text: question('five', 400) });
    expect(JSON.stringify(fifth.messages)).not.toContain('Not any more.');
    expect((await runOf(fifth.run.id)).context.droppedMessageCount).toBeGreaterThan(0);
    await setSession(sessionId, null);
    const sixth = await exchange('six', { sessionId });
    expect(sixth.messages[0]!.content).toContain('Not any more.');
    await jobsDone(sessionId, 2);
  });

  it('for a person, only conversations that want one have it', async () => {
    expect((await prefer(false)).updatePreferences).toEqual({ autoSummarisation: false });
    running.summarise({ tokens: ['Never.'] });
    const sessionId = await newSession();
    for (const name of ['one', 'two', 'three', 'four']) await exchange(name, { sessionId });
    await summarised('All the same.', { autoSummarisation: true });
    expect(await rowsOf(sessionId)).toEqual([]);
    expect((await prefer(null)).updatePreferences).toEqual({ autoSummarisation: true });
  });

  it('while a job waits, it does nothing', async () => {
    const sessionId = await newSession();
    for (const name of ['one', 'two', 'three']) await exchange(name, { sessionId });
    running.summarise(refusal, { tokens: ['Never.'] });
    await exchange('four', { sessionId });
    const { id } = await jobIn(sessionId, 'RETRYING');
    await setSession(sessionId, false);
    await running.app.database.fork().execute('update pgboss.job set start_after = now() where id = ?', [id]);
    await jobsDone(sessionId, 1);
    expect(running.summaries()).toHaveLength(1);
    expect(await rowsOf(sessionId)).toEqual([]);
  });
});

describe('a provider that fails', () => {
  it('is asked again, does not disturb the conversation, and has every call accounted', async () => {
    const sessionId = await newSession();
    for (const name of ['one', 'two', 'three']) await exchange(name, { sessionId });
    running.summarise(refusal, { tokens: ['The first of it.'] }, { tokens: ['All of it.'] });
    await exchange('four', { sessionId });
    const { id, error } = await jobIn(sessionId, 'RETRYING');
    expect(error).toMatch(/key/i);
    const fifth = await exchange('five', { sessionId, text: question('five', 400) });
    expect((await runOf(fifth.run.id)).context.droppedMessageCount).toBeGreaterThan(0);
    await running.app.database.fork().execute('update pgboss.job set start_after = now() where id = ?', [id]);
    await jobsDone(sessionId, 1);
    expect((await rowsOf(sessionId)).map(({ text }) => text)).toEqual(['The first of it.', 'All of it.']);
    expect(await callsOf(sessionId)).toEqual([
      expect.objectContaining({ failed: true, prompt_tokens: 0, has_run: true }),
      expect.objectContaining({ failed: false, has_run: true }),
      expect.objectContaining({ failed: false, has_run: true }),
    ]);
  });
});

describe('the statements of a question', () => {
  it('have no summary in them while everything fits, and one where it does not', async () => {
    const { sessionId } = await summarised('Statements.');
    const statements = await Statements.of(running.app.database);
    const about = async (text: string): Promise<string[]> => {
      // A model that asks for no summary afterwards.
      const seen = await statements.during(async () => {
        const { run } = await ask(alice, { sessionId, text, modelId: 'scripted:echo', parameters });
        await collectRun(alice, run.id);
      });
      return seen.filter((statement) => statement.includes('conversation_summaries'));
    };
    expect(await about('/script {"text":"Fits."}')).toEqual([]);
    expect(await about(`/script {"text":"Does not fit."} ${question('long', 300)}`)).toHaveLength(1);
  });
});
