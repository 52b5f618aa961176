import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './support/test-app.ts';
import { ask, collectRun, messagesOf } from './support/conversation.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

const script = (settings: object): string => `/script ${JSON.stringify(settings)}`;

describe('asking', () => {
  it('streams the answer, keeps it, and accounts for it', async () => {
    const { session, run, userMessage, assistantMessage } = await ask(alice, {
      text: script({ text: 'Hello there, Alice.' }),
    });
    expect(assistantMessage.status).toBe('STREAMING');
    const events = await collectRun(alice, run.id);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
    expect(events[0]!.__typename).toBe('RunStarted');
    expect(events.filter(({ __typename }) => __typename === 'RunEnded')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(events.map(({ delta }) => delta ?? '').join('')).toBe('Hello there, Alice.');

    const stored = await messagesOf(alice, session.id);
    expect(stored.map(({ id, role, status }) => ({ id, role, status }))).toEqual([
      { id: userMessage.id, role: 'USER', status: 'COMPLETED' },
      { id: assistantMessage.id, role: 'ASSISTANT', status: 'COMPLETED' },
    ]);
    expect(stored[1]!.text).toBe('Hello there, Alice.');

    const { run: record } = await alice.query(
      `query ($id: ID!) { run(id: $id) { status lastSequence finishReason timeToFirstTokenMs durationMs endedAt
        usage { requestType promptTokens completionTokens totalTokens isEstimated totalCost } context { messageCount promptTokens } } }`,
      { id: run.id },
    );
    expect(record).toMatchObject({
      status: 'COMPLETED',
      lastSequence: events.length - 1,
      usage: { requestType: 'CHAT' },
    });
    expect(record.usage.totalTokens).toBe(record.usage.promptTokens + record.usage.completionTokens);
    expect(record.durationMs).toBeGreaterThanOrEqual(record.timeToFirstTokenMs);
  });

  it('gives any client exactly the rest, during the run and after it', async () => {
    const { run } = await ask(alice, { text: script({ text: 'one two three four five six seven', delayMs: 15 }) });
    const [whole, ...parts] = await Promise.all([-1, 0, 2].map((after) => collectRun(alice, run.id, after)));
    for (const [index, part] of parts.entries()) expect(part).toEqual(whole!.slice([0, 2][index]! + 1));
    for (const after of [-1, 0, 3, whole!.length - 2]) {
      expect(await collectRun(alice, run.id, after)).toEqual(whole!.slice(after + 1));
    }
    expect(await collectRun(alice, run.id, whole!.length - 1)).toEqual([]);
  });
});

describe('parts', () => {
  it('have ids that are unique among all messages, as clients keep them by id', async () => {
    const { session, run } = await ask(alice, { text: script({ text: 'First.' }) });
    const events = await collectRun(alice, run.id);
    const again = await ask(alice, { sessionId: session.id, text: script({ text: 'Second.' }) });
    await collectRun(alice, again.run.id);
    const ids = (await messagesOf(alice, session.id)).flatMap(({ parts }) => parts.map(({ id }) => id));
    expect(new Set(ids).size).toBe(4);
    expect(ids).toContain(events.find(({ __typename }) => __typename === 'TextDelta')!.partId);
  });
});
