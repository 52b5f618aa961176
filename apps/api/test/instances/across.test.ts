import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { ask, collectRun, followRun, messagesOf, runEventsQuery } from '../support/conversation.ts';
import { upload, whenRead } from '../support/documents.ts';
import { RawSocket } from '../support/raw-socket.ts';
import type { TestClient } from '../support/test-client.ts';
import { startInstances, type TestInstances } from '../support/test-instances.ts';

const slowAnswer = `/script ${JSON.stringify({ tokens: 2_000, delayMs: 20 })}`;
const cancel = 'mutation ($id: ID!) { cancelRun(id: $id) { status } }';

describe.skipIf(!inject('templateDatabase'))('across two instances', () => {
  let instances: TestInstances;
  let alice: TestClient[];

  beforeAll(async () => {
    instances = await startInstances(2);
    alice = await instances.signUp('alice');
  });
  afterAll(() => instances.close());

  it.each([0, 1])('a run is stopped from the other instance (%i)', async (place) => {
    const { run } = await ask(alice[place]!, { text: slowAnswer });
    const following = Promise.all(alice.map((client) => collectRun(client, run.id)));
    await firstEvent(alice[1 - place]!, run.id);
    const { cancelRun } = await alice[1 - place]!.query(cancel, { id: run.id });
    expect(cancelRun.status).toBe('CANCELLED');
    for (const events of await following) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
    }
  });

  it('a deleted conversation stops what is written on the other instance', async () => {
    const { run, session } = await ask(alice[0]!, { text: slowAnswer });
    const following = followRun(alice[0]!, run.id);
    await following.begun;
    await alice[1]!.query('mutation ($id: ID!) { deleteSession(id: $id) }', { id: session.id });
    expect((await following.events).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'CANCELLED' });
  });

  it('a changed conversation is told', async () => {
    const socket = await RawSocket.open(alice[1]!.url, alice[1]!.cookie);
    socket.subscribe('1', 'subscription { sessionChanged { id title } }');
    // A subscription is acknowledged by nothing: whatever comes first shows that it listens.
    const { session } = await ask(alice[0]!, { text: 'Hello' });
    await socket.next(({ payload }) => payload?.data?.sessionChanged.id === session.id);
    await alice[0]!.query('mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { id } }', {
      input: { id: session.id, title: 'A new name' },
    });
    await socket.next(({ payload }) => payload?.data?.sessionChanged.title === 'A new name');
    socket.close();
  });

  it('a changed document is told, and its file is read wherever its job runs', async () => {
    const socket = await RawSocket.open(alice[1]!.url, alice[1]!.cookie);
    socket.subscribe('1', 'subscription { documentChanged { id status } }');
    const { document } = await upload(alice[0]!, 'a.txt', 'The river is long.');
    await socket.next(
      ({ payload }) =>
        payload?.data?.documentChanged.id === document!.id && payload.data.documentChanged.status === 'READY',
    );
    expect(await whenRead(alice[1]!, document!.id)).toMatchObject({ status: 'READY', chunkCount: 1 });
    socket.close();
  });

  it('signing out and being disabled close sockets on the other instance', async () => {
    const [here, there] = await instances.signUp('carol');
    const socket = await RawSocket.open(there!.url, there!.cookie);
    await here!.query('mutation { signOut }');
    expect(await socket.closed).toBe(4403);

    const [dave, daveThere] = await instances.signUp('dave');
    const second = await RawSocket.open(daveThere!.url, daveThere!.cookie);
    await instances.all[0]!.database.fork().execute('update users set disabled_at = now() where email = ?', [
      dave!.email,
    ]);
    expect(await second.closed).toBe(4403);
  });

  it('one message id is one message and one answer, whoever takes it', async () => {
    const messageId = newId();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(alice[index % 2]!, { text: 'Hello', messageId })),
    );
    expect(new Set(answers.map(({ run, session }) => `${run.id} ${session.id}`)).size).toBe(1);
    expect(await messagesOf(alice[1]!, answers[0]!.session.id)).toHaveLength(2);
  });
});

describe.skipIf(!inject('templateDatabase'))('limits of two instances', () => {
  it('are counted together', async () => {
    const instances = await startInstances(2, { RATE_LIMIT_MULTIPLIER: '0.02' });
    const alice = await instances.signUp('alice');
    const send = (place: number): Promise<string> =>
      alice[place]!.errorOf(
        'mutation { sendMessage(input: { text: "Hello", modelId: "scripted:echo" }) { run { id } } }',
      );
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => send(index % 2)));
    expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(12);
    expect(await Promise.all([send(0), send(1)])).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    await instances.close();
  });
});

describe.skipIf(!inject('templateDatabase'))('an instance that stops', () => {
  it('hands its readers over, finishes what it can, and interrupts the rest', async () => {
    const instances = await startInstances(2);
    const alice = await instances.signUp('alice');
    const script = (tokens: number): string => `/script ${JSON.stringify({ tokens, delayMs: 15 })}`;
    const { run: short } = await ask(alice[0]!, { text: script(60) });
    const { run: long } = await ask(alice[0]!, { text: script(2_000) });
    const { run: other } = await ask(alice[1]!, { text: script(300) });
    const whole = Promise.all([short, long, other].map(({ id }) => collectRun(alice[1]!, id)));
    const cut = await eventsUntilCut(alice[0]!, other.id, () => void instances.all[0]!.stop(2_000));
    expect(cut.at(-1)!.__typename).toBe('TextDelta');
    const rest = await collectRun(alice[1]!, other.id, cut.at(-1)!.sequence);
    const [shortEvents, longEvents, otherEvents] = await whole;
    expect(shortEvents!.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(longEvents!.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
    expect(otherEvents!.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect([...cut, ...rest]).toEqual(otherEvents);
    await instances.close();
  });
});

/** Waits until a run has said something that this client hears. */
async function firstEvent(client: TestClient, runId: string): Promise<void> {
  for await (const _ of client.subscribe(runEventsQuery, { runId, after: -1 })) return;
}

/** What a client hears until its instance closes the socket or ends the run. */
async function eventsUntilCut(client: TestClient, runId: string, stop: () => void) {
  const events: { sequence: number; __typename: string }[] = [];
  try {
    for await (const { data } of client.subscribe(runEventsQuery, { runId, after: -1 })) {
      if (events.push(data.runEvents) === 5) stop();
    }
  } catch {
    // The socket went with its instance.
  }
  return events;
}
