import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectRun } from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

const QUESTIONS = 300;
const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { userMessage { text } run { id } } }';

let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  alice = await app.signUp('alice');
});
afterAll(() => app.close());

it('takes a question and completes its answer, or refuses it with a time to come again', async () => {
  const input = { text: 'Are you there?', modelId: 'scripted:echo' };
  const outcomes = await Promise.all(Array.from({ length: QUESTIONS }, () => alice.request(send, { input })));
  const taken = outcomes.flatMap(({ data }) => (data ? [data.sendMessage.run.id as string] : []));
  expect(taken.length).toBeGreaterThan(0);
  for (const { errors } of outcomes.filter(({ data }) => !data)) {
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }]);
  }
  for (const runId of taken) {
    expect((await collectRun(alice, runId)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  }
  const em = app.database.fork();
  const runs = await em.execute<{ status: string; count: number }[]>(
    'select status, count(*)::int as count from runs group by 1',
  );
  expect(runs).toEqual([{ status: 'COMPLETED', count: taken.length }]);
  await assertInvariants(em);
});
