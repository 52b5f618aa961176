import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { ask, collectRun, type SeenEvent, textOf } from '../support/conversation.ts';
import type { TestClient } from '../support/test-client.ts';
import { type AppWithUpstream, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

let running: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream();
  alice = await running.app.signUp('alice');
});
afterAll(() => running.close());

describe('following a run with a selection that is executed per event', () => {
  it('loses nothing when events come faster than they are executed', async () => {
    const tokens = Array.from({ length: 6_000 }, (_, index) => `${index} `);
    running.answer({ tokens, splitBytes: 400 });
    const { run } = await ask(alice, { text: 'Count.', modelId: upstreamModel });
    const query = `subscription ($runId: ID!) { ...Events }
      fragment Events on Subscription {
        runEvents(runId: $runId) { __typename sequence ... on TextDelta { delta } ... on RunEnded { status message { status } } }
      }`;
    const events: SeenEvent[] = [];
    for await (const { data, errors } of alice.subscribe(query, { runId: run.id })) {
      expect(errors).toBeUndefined();
      events.push(data.runEvents);
    }
    expect(events.every(({ sequence }, index) => sequence === index)).toBe(true);
    expect(textOf(events)).toBe(tokens.join(''));
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  });
});

describe('a run whose end could not be saved', () => {
  it('is not told to have completed', async () => {
    running.answer({ tokens: Array.from({ length: 20 }, () => 'word '), paceMs: 20 });
    const { run } = await ask(alice, { text: 'Hi', modelId: upstreamModel });
    const watching = collectRun(alice, run.id);
    // Another instance has taken the run over.
    await running.app.database.fork().execute('update runs set lease_owner = ? where id = ?', [newId(), run.id]);
    expect((await watching).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
  });
});

describe('a run of an instance whose clock is behind', () => {
  it('has its lease by the clock of the database', async () => {
    running.answer({ tokens: Array.from({ length: 20 }, () => 'word '), paceMs: 20 });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 60_000 });
    const { run } = await ask(alice, { text: 'Hi', modelId: upstreamModel }).finally(() => vi.useRealTimers());
    const rows = await running.app.database
      .fork()
      .execute('select lease_until > now() as is_valid from runs where id = ?', [run.id]);
    expect(rows).toEqual([{ is_valid: true }]);
    expect((await collectRun(alice, run.id)).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  });
});
