import type { RunEvent } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { RunFollower, type RunSink, type RunSource } from './run-follower.ts';

const delta = (sequence: number): RunEvent => ({
  __typename: 'TextDelta',
  runId: 'r',
  sequence,
  partId: 'p',
  delta: `${sequence} `,
});
const ended = (sequence: number, status: 'COMPLETED' | 'INTERRUPTED' = 'COMPLETED'): RunEvent => ({
  __typename: 'RunEnded',
  runId: 'r',
  sequence,
  status,
  errorCode: null,
  errorMessage: null,
  messageId: 'm',
});

/** A source that can only be read. */
const log = (read: RunSource['read']): RunSource => ({ read, ask: () => {} });

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

  it.each([12, 13, 20])('gives a client that saw %i events the end of a run that survived to 11', async (after) => {
    const { sink, sequences, done } = collector();
    const follower = new RunFollower(
      after,
      sink,
      log(() => ({ events: [ended(12, 'INTERRUPTED')], isOver: true })),
    );
    follower.start(() => {});
    await done;
    expect(sequences).toEqual([after + 1]);
  });

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

  it('waits for a slow receiver between stretches of a long replay', async () => {
    let waits = 0;
    const { sink, sequences, done } = collector();
    sink.drained = () => Promise.resolve(void waits++);
    const events = [...Array.from({ length: 1_000 }, (_, n) => delta(n)), ended(1_000)];
    new RunFollower(
      -1,
      sink,
      log(() => ({ events, isOver: true })),
    ).start(() => {});
    await done;
    expect(sequences).toHaveLength(1_001);
    expect(waits).toBe(3);
  });
});
