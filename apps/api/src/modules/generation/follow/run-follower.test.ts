import type { RunEvent } from '@parley/run-events';
import { describe, expect, it, vi } from 'vitest';
import { RunFollower, type RunSink, type RunSource } from './run-follower.ts';

const delta = (sequence: number): RunEvent => ({
  __typename: 'TextDelta',
  runId: 'r',
  sequence,
  partId: 'p',
  delta: `${sequence} `,
});
const ended = (sequence: number, status: 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' = 'COMPLETED'): RunEvent => ({
  __typename: 'RunEnded',
  runId: 'r',
  sequence,
  status,
  errorCode: null,
  errorMessage: null,
  messageId: 'm',
});

/** A source that can only be read. */
const log = (read: RunSource['read']): RunSource => ({ read, requestTail: () => {} });

function collector(): { sink: RunSink; sequences: number[]; done: Promise<unknown> } {
  const sequences: number[] = [];
  let finish!: (error: unknown) => void;
  const done = new Promise<unknown>((resolve) => (finish = resolve));
  return {
    sequences,
    done,
    sink: { event: (event) => void sequences.push(event.sequence), done: finish, drained: () => undefined },
  };
}

/** A run whose log lags behind what is announced live. */
function laggingRun(length: number, lag: number) {
  let announced = 0;
  let follower: RunFollower | undefined;
  const eventAt = (sequence: number): RunEvent => (sequence === length ? ended(sequence) : delta(sequence));
  return {
    announceNext(): void {
      if (announced > length) return;
      follower?.receive(eventAt(announced++));
    },
    read: async (cursor: number) => {
      const written = announced > length ? announced : Math.max(0, announced - lag);
      const events = Array.from({ length: Math.max(0, written - cursor - 1) }, (_, index) =>
        eventAt(cursor + 1 + index),
      );
      return { events, isOver: announced > length };
    },
    attach: (created: RunFollower) => (follower = created),
  };
}

describe('RunFollower', () => {
  it.each([-1, 0, 7, 19])('delivers exactly what follows %i, whatever overlaps', async (after) => {
    const { sink, sequences, done } = collector();
    const follower = new RunFollower(
      after,
      sink,
      log(() => ({ events: Array.from({ length: 15 }, (_, n) => delta(n)), isOver: false })),
    );
    follower.start(() => {});
    for (let sequence = 5; sequence < 30; sequence++) follower.receive(delta(sequence));
    follower.receive(ended(30));
    await done;
    expect(sequences).toEqual(Array.from({ length: 30 - after }, (_, index) => after + 1 + index));
  });

  it.each([1, 3, 10])('closes gaps from a log that is %i events behind', async (lag) => {
    const run = laggingRun(60, lag);
    const { sink, sequences, done } = collector();
    for (let count = 0; count < 20; count++) run.announceNext();
    const follower = new RunFollower(-1, sink, log(run.read));
    run.attach(follower);
    follower.start(() => {});
    const announcing = setInterval(() => run.announceNext(), 1);
    await done;
    clearInterval(announcing);
    expect(sequences).toEqual(Array.from({ length: 61 }, (_, index) => index));
  });

  describe.each(['INTERRUPTED', 'CANCELLED'] as const)(
    'of a run that was %s in place of its instance, at 11',
    (status) => {
      it.each([12, 13, 20])('gives a client that saw %i the end', async (after) => {
        const { sink, sequences, done } = collector();
        const follower = new RunFollower(
          after,
          sink,
          log(() => ({ events: [ended(12, status)], isOver: true })),
        );
        follower.start(() => {});
        await done;
        expect(sequences).toEqual([after + 1]);
      });

      it.each([12, 20])('tells a client that sees %i at the moment of the end', async (cursor) => {
        const { sink, sequences, done } = collector();
        const follower = new RunFollower(
          cursor - 1,
          sink,
          log(() => ({ events: [delta(cursor)], isOver: false })),
        );
        follower.start(() => {});
        await vi.waitFor(() => expect(sequences).toEqual([cursor]));
        follower.receive(ended(12, status));
        await done;
        expect(sequences).toEqual([cursor, cursor + 1]);
      });
    },
  );

  it('gives nothing to a client that saw the end of a completed run', async () => {
    const { sink, sequences, done } = collector();
    const follower = new RunFollower(
      12,
      sink,
      log(() => ({ events: [ended(12)], isOver: true })),
    );
    follower.start(() => {});
    await done;
    expect(sequences).toEqual([]);
  });

  it('reports a log that cannot be read and unsubscribes', async () => {
    const { sink, done } = collector();
    let unsubscribed = 0;
    const follower = new RunFollower(
      -1,
      sink,
      log(() => Promise.reject(new Error('away'))),
    );
    follower.start(() => unsubscribed++);
    expect(await done).toMatchObject({ message: 'away' });
    expect(unsubscribed).toBe(1);
  });

  it('waits for a slow receiver after each event of a replay', async () => {
    const { sink, sequences, done } = collector();
    const seenAtWaits: number[] = [];
    sink.drained = () => {
      seenAtWaits.push(sequences.length);
      return sequences.length % 2 === 0 ? Promise.resolve() : undefined;
    };
    const events = [...Array.from({ length: 4 }, (_, n) => delta(n)), ended(4)];
    new RunFollower(
      -1,
      sink,
      log(() => ({ events, isOver: true })),
    ).start(() => {});
    await done;
    expect(sequences).toHaveLength(5);
    expect(seenAtWaits).toEqual([1, 2, 3, 4]);
  });
});

/** Numbers that look random and are the same in every round of a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A run of another instance, over a bus that loses, repeats, delays and reorders, and a log that lags behind and is
 * gone when the run is over. The end may be lost as well: then it is found by looking.
 */
async function followLossyRun(seed: number): Promise<{ after: number; end: number; sequences: number[] }> {
  const chance = random(seed);
  const pick = (most: number): number => Math.floor(chance() * most);
  const end = 20 + pick(60);
  const eventAt = (sequence: number): RunEvent => (sequence === end ? ended(sequence) : delta(sequence));
  const range = (from: number, to: number): RunEvent[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => eventAt(from + index));
  const loss = chance();
  let announced = pick(15);
  let logged = pick(announced + 1);
  const late: RunEvent[] = [];
  const after = pick(announced + 1) - 1;
  const { sink, sequences, done } = collector();
  const tell = (event: RunEvent): void => {
    if (chance() < loss) return;
    if (chance() < 0.3) late.push(event);
    else follower.receive(event);
    if (chance() < 0.2) follower.receive(event);
  };
  const follower = new RunFollower(after, sink, {
    read: async (cursor) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (announced > end) return { events: range(cursor + 1, end + 1), isOver: true };
      return { events: range(cursor + 1, logged), isOver: false };
    },
    requestTail: (cursor) => {
      if (announced <= end) for (const event of range(Math.max(cursor + 1, logged - 3), announced)) tell(event);
    },
  });
  let isOver = false;
  void done.then(() => (isOver = true));
  follower.start(() => {});
  while (!isOver) {
    if (announced <= end) tell(eventAt(announced++));
    else follower.recheck();
    if (chance() < 0.3) logged = announced;
    for (const event of late.splice(0, pick(3)).toReversed()) follower.receive(event);
    if (chance() < 0.05) follower.recheck();
    await new Promise((resolve) => setTimeout(resolve, pick(2)));
  }
  return { after, end, sequences };
}

describe('RunFollower over a bus that cannot be trusted', () => {
  it('delivers everything after the cursor once and in order', async () => {
    const walks = await Promise.all(Array.from({ length: 400 }, (_, seed) => followLossyRun(seed + 1)));
    for (const { after, end, sequences } of walks) {
      expect(sequences).toEqual(Array.from({ length: end - after }, (_, index) => after + 1 + index));
    }
  });

  it('waits for a log that was readable before, while live events go on', async () => {
    const { sink, sequences, done } = collector();
    let reads = 0;
    const follower = new RunFollower(-1, sink, {
      read: async () => {
        if (++reads === 1) return { events: [delta(0)], isOver: false };
        if (reads < 3) throw new Error('away');
        return { events: [delta(1), delta(2), delta(3)], isOver: false };
      },
      requestTail: () => {},
    });
    follower.start(() => {});
    await vi.waitFor(() => expect(sequences).toEqual([0]));
    follower.receive(delta(3));
    follower.receive(ended(4));
    expect(await done).toBeUndefined();
    expect(sequences).toEqual([0, 1, 2, 3, 4]);
  });
});
