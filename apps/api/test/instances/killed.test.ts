import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { ask, collectRun, followRun, textOf } from '../support/conversation.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { TestClient } from '../support/test-client.ts';
import { sameAt, startInstances, type TestInstances } from '../support/test-instances.ts';

const words = Array.from({ length: 400 }, (_, index) => `word${index} `).join('');
const question = `/script ${JSON.stringify({ text: words, delayMs: 15 })}`;

/** Two instances in this process, and a third as a process of its own that is ended. */
describe.skipIf(!inject('templateDatabase'))('an instance that is killed', () => {
  let instances: TestInstances;
  let alice: TestClient[];

  beforeAll(async () => {
    instances = await startInstances(2);
    alice = await instances.signUp('alice');
  });
  afterAll(async () => {
    await ServerProcess.crashAll();
    await instances.close();
  });

  it('leaves runs that the others end once, with the text that was logged', async () => {
    const victim = await ServerProcess.start(instances.settings);
    const there = sameAt(victim.url, alice[0]!);
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(there, { text: question })));
    const following = asked.flatMap(({ run }) => alice.map((client) => followRun(client, run.id)));
    await Promise.all(following.map(({ begun }) => begun));
    await victim.crash();
    const heard = await Promise.all(following.map(({ events }) => events));
    for (const events of heard) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
      expect(words.startsWith(textOf(events))).toBe(true);
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
    }
    for (const [index, { run }] of asked.entries()) {
      const stored = await collectRun(alice[index % 2]!, run.id);
      expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, place) => place));
      expect(textOf(heard[index * 2]!).startsWith(textOf(stored))).toBe(true);
      const { run: record } = await alice[0]!.query(
        'query ($id: ID!) { run(id: $id) { status lastSequence message { text status } } }',
        { id: run.id },
      );
      expect(record).toEqual({
        status: 'INTERRUPTED',
        lastSequence: stored.at(-1)!.sequence,
        message: { text: textOf(stored), status: 'INTERRUPTED' },
      });
    }
    const calls = await instances.all[0]!.database.fork().execute<{ count: number }[]>(
      "select count(*)::int as count from token_usages where request_type = 'CHAT'",
    );
    expect(calls).toEqual([{ count: asked.length }]);
    await there.close();
  });

  it('leaves runs that are cancelled elsewhere: whoever saw more than was logged hears the end, and may come back for it', async () => {
    const victim = await ServerProcess.start(instances.settings);
    const there = sameAt(victim.url, alice[0]!);
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(there, { text: question })));
    const following = asked.map(({ run }) => followRun(alice[1]!, run.id));
    await Promise.all(following.map(({ begun }) => begun));
    await victim.crash();
    const cancel = 'mutation ($id: ID!) { cancelRun(id: $id) { id } }';
    await Promise.all(asked.map(({ run }) => alice[0]!.query(cancel, { id: run.id })));
    for (const [index, { run }] of asked.entries()) {
      const heard = await following[index]!.events;
      expect(heard.map(({ sequence }) => sequence)).toEqual(heard.map((_, place) => place));
      expect(heard.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
      // As if the connection had broken just before the end.
      const lastWords = heard.at(-2)!.sequence;
      const again = await collectRun(alice[1]!, run.id, lastWords);
      expect(again).toMatchObject([{ __typename: 'RunEnded', status: 'CANCELLED', sequence: lastWords + 1 }]);
    }
    await there.close();
  });

  it('may come back from a sleep: its runs were ended by others, and it leaves nothing behind', async () => {
    const sleeper = await ServerProcess.start(instances.settings);
    const there = sameAt(sleeper.url, alice[0]!);
    const long = `/script ${JSON.stringify({ tokens: 4_000, delayMs: 15 })}`;
    const { run } = await ask(there, { text: long });
    const [at, elsewhere] = [followRun(there, run.id), followRun(alice[1]!, run.id)];
    await Promise.all([at.begun, elsewhere.begun]);
    sleeper.pause();
    expect((await elsewhere.events).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
    const stored = await collectRun(alice[0]!, run.id);
    sleeper.resume();
    const heard = await at.events;
    expect(heard.map(({ sequence }) => sequence)).toEqual(heard.map((_, index) => index));
    expect(heard.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
    expect(textOf(heard).startsWith(textOf(stored))).toBe(true);
    expect(await collectRun(alice[0]!, run.id)).toEqual(stored);
    const { database } = instances.all[0]!;
    const leftovers = () => database.fork().execute('select 1 from run_log_batches where ? = any(run_ids)', [run.id]);
    await vi.waitFor(async () => expect(await leftovers()).toEqual([]), 20_000);
    await there.close();
    await sleeper.crash();
  });

  it('loses nobody when it is told to stop', async () => {
    const leaving = await ServerProcess.start(instances.settings);
    const there = sameAt(leaving.url, alice[0]!);
    const { run } = await ask(there, { text: question });
    const following = followRun(alice[1]!, run.id);
    await following.begun;
    expect(await leaving.stop()).toBe(0);
    const events = await following.events;
    expect(textOf(events)).toBe(words);
    expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    await there.close();
  });
});
