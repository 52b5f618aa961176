import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, runEventsQuery, type SeenEvent, textOf } from '../support/conversation.ts';
import type { TestClient } from '../support/test-client.ts';
import { sameAt, startInstances, type TestInstances } from '../support/test-instances.ts';

const words = Array.from({ length: 120 }, (_, index) => `word${index} `).join('');
const slowAnswer = (delayMs: number): string => `/script ${JSON.stringify({ text: words, delayMs })}`;

/** Follows a run until its end, leaving after a few events and coming back at any instance, again and again. */
async function wander(people: TestClient[], runId: string): Promise<{ events: SeenEvent[]; visits: number }> {
  // Each on sockets of its own, since one socket may not send too many messages.
  const places = people.map((person) => sameAt(person.url, person));
  const events: SeenEvent[] = [];
  let visits = 0;
  while (events.at(-1)?.__typename !== 'RunEnded') {
    const client = places[Math.floor(Math.random() * places.length)]!;
    const stay = 1 + Math.floor(Math.random() * 6);
    const after = events.at(-1)?.sequence ?? -1;
    const start = events.length;
    visits++;
    for await (const { data, errors } of client.subscribe(runEventsQuery, { runId, after })) {
      expect(errors).toBeUndefined();
      events.push(data.runEvents);
      if (events.length - start >= stay) break;
    }
  }
  await Promise.all(places.map((place) => place.close()));
  return { events, visits };
}

describe.skipIf(!inject('templateDatabase'))('a run followed on two instances', () => {
  let instances: TestInstances;
  let alice: TestClient[];

  beforeAll(async () => {
    instances = await startInstances(2);
    alice = await instances.signUp('alice');
  });
  afterAll(() => instances.close());

  it('gives who comes and goes every event once and in order', async () => {
    const asked = await Promise.all(
      Array.from({ length: 16 }, (_, index) => ask(alice[index % 2]!, { text: slowAnswer(1 + (index % 5) * 3) })),
    );
    const walks = await Promise.all(asked.map(({ run }) => wander(alice, run.id)));
    for (const { events } of walks) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
      expect(textOf(events)).toBe(words);
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    }
    expect(walks.reduce((sum, { visits }) => sum + visits, 0)).toBeGreaterThan(300);
  });

  it('tells the same to both while it goes on, and to who comes when it is over', async () => {
    const { run } = await ask(alice[0]!, { text: slowAnswer(4) });
    const [here, there] = await Promise.all(alice.map((client) => wander([client], run.id)));
    const later = await wander([alice[1]!], run.id);
    expect(there!.events).toEqual(here!.events);
    expect(later.events).toEqual(here!.events);
  });

  it('gives the parts of an answer that is being written elsewhere', async () => {
    const { run, session } = await ask(alice[0]!, { text: slowAnswer(15) });
    const query =
      'query ($id: ID!) { session(id: $id) { messages { nodes { role parts { ... on TextPart { text } } } } } }';
    let text = '';
    while (text.length === 0) {
      const { session: found } = await alice[1]!.query(query, { id: session.id });
      text = found.messages.nodes[1].parts[0]?.text ?? '';
    }
    expect(words.startsWith(text)).toBe(true);
    await alice[0]!.query('mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id: run.id });
  });
});
