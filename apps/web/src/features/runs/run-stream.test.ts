import { describe, expect, it } from 'vitest';
import { RunStream, type RunSnapshot, type RunSink, type StreamedEvent } from './run-stream.ts';

/** A server with a log, and a client of which frames and waits are under control. */
function setUp(log: StreamedEvent[]) {
  const subscriptions: { after: number; sink: RunSink; isStopped: boolean }[] = [];
  let frames: (() => void)[] = [];
  let waits: (() => void)[] = [];
  let time = 0;
  const stream = new RunStream({
    subscribe: (after, sink) => {
      const subscription = { after, sink, isStopped: false };
      subscriptions.push(subscription);
      return () => (subscription.isStopped = true);
    },
    onNextFrame: (callback) => frames.push(callback),
    afterWait: (_attempt, callback) => {
      waits.push(callback);
      return () => (waits = waits.filter((wait) => wait !== callback));
    },
    now: () => time,
  });
  const draw = () => {
    const callbacks = frames;
    frames = [];
    for (const callback of callbacks) callback();
  };
  const current = () => subscriptions.findLast(({ isStopped }) => !isStopped);
  /** Sends the log from the cursor of the current subscription up to a sequence number. */
  const send = (upTo = Infinity) => {
    const { after, sink } = current()!;
    for (const event of log) if (event.sequence > after && event.sequence <= upTo) sink.next(event);
  };
  const text = () => stream.state.value.parts.map((part) => ('text' in part ? part.text : '')).join('');
  return {
    stream,
    subscriptions,
    draw,
    current,
    send,
    text,
    waits: () => waits,
    setTime: (value: number) => (time = value),
  };
}

const delta = (sequence: number, text: string): StreamedEvent => ({
  __typename: 'TextDelta',
  sequence,
  partId: 't',
  delta: text,
});
const message = { id: 'm' } as Extract<StreamedEvent, { __typename: 'RunEnded' }>['message'];
const ended = (sequence: number): StreamedEvent => ({
  __typename: 'RunEnded',
  sequence,
  status: 'COMPLETED',
  errorCode: null,
  errorMessage: null,
  message,
});
const log: StreamedEvent[] = [
  { __typename: 'RunStarted', sequence: 0 },
  delta(1, 'one '),
  delta(2, 'two '),
  delta(3, 'three '),
  delta(4, 'four'),
  ended(5),
];

describe('RunStream', () => {
  it('folds what arrived once per frame', () => {
    const { stream, send, draw, text } = setUp(log);
    stream.start();
    send(3);
    expect(text()).toBe('');
    draw();
    expect(text()).toBe('one two three ');
  });

  it('drops events it has seen', () => {
    const { stream, current, send, draw, text } = setUp(log);
    stream.start();
    send(2);
    current()!.sink.next(delta(1, 'one '));
    current()!.sink.next(delta(2, 'two '));
    draw();
    expect(text()).toBe('one two ');
  });

  it('subscribes again from its cursor when something is missing', () => {
    const { stream, subscriptions, current, send, draw, text } = setUp(log);
    stream.start();
    send(1);
    current()!.sink.next(delta(3, 'three '));
    expect(subscriptions.map(({ after }) => after)).toEqual([-1, 1]);
    subscriptions[0]!.sink.next(delta(2, 'late, of the old subscription'));
    send();
    draw();
    expect(text()).toBe('one two three four');
  });

  it('accepts the end of a run whose server forgot its last events', () => {
    const { stream, current, send, draw } = setUp(log);
    stream.start();
    send(4);
    current()!.sink.next(ended(2));
    draw();
    expect(stream.state.value.outcome?.status).toBe('COMPLETED');
  });

  it('accepts a gap that is still there the second time', () => {
    const { stream, current, draw, text, subscriptions } = setUp(log);
    stream.start();
    current()!.sink.next(delta(4, 'compacted'));
    current()!.sink.next(delta(4, 'compacted'));
    draw();
    expect(text()).toBe('compacted');
    expect(subscriptions).toHaveLength(2);
  });

  it('goes on from its cursor after a pause, at every place and with every frame', () => {
    for (let cut = 0; cut <= 5; cut++) {
      const { stream, send, draw, text, subscriptions } = setUp(log);
      stream.start();
      send(cut);
      if (cut % 2 === 0) draw();
      stream.pause();
      stream.start();
      if (cut < 5) {
        expect(subscriptions[1]!.after).toBe(cut);
        send();
      }
      draw();
      expect(text()).toBe('one two three four');
      expect(stream.state.value.outcome?.status).toBe('COMPLETED');
    }
  });

  it('asks nothing more after the end', () => {
    const { stream, send, draw, subscriptions } = setUp(log);
    stream.start();
    send();
    stream.start();
    draw();
    stream.start();
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0]!.isStopped).toBe(true);
  });

  it('waits and subscribes again when the server ends the subscription early', () => {
    const { stream, current, send, draw, text, waits, subscriptions } = setUp(log);
    stream.start();
    send(2);
    current()!.sink.end(null);
    expect(waits()).toHaveLength(1);
    waits()[0]!();
    expect(subscriptions[1]!.after).toBe(2);
    send();
    draw();
    expect(text()).toBe('one two three four');
  });

  it('says why when the server refuses, and keeps what it has', () => {
    const { stream, current, send, draw, text, waits } = setUp(log);
    stream.start();
    send(2);
    draw();
    current()!.sink.end('There is no such run.', true);
    expect(stream.state.value.failure).toBe('There is no such run.');
    expect(text()).toBe('one two ');
    expect(waits()).toHaveLength(0);
  });

  it('asks again, and forgets the refusal, when that is of use', () => {
    const { stream, current, send, draw, text, waits } = setUp(log);
    stream.start();
    current()!.sink.end('Too many subscriptions.');
    expect(stream.state.value.failure).toBe('Too many subscriptions.');
    waits()[0]!();
    send();
    draw();
    expect(stream.state.value.failure).toBeNull();
    expect(text()).toBe('one two three four');
  });

  it('measures how long the model reasoned', () => {
    const reasoning: StreamedEvent[] = [
      { __typename: 'ReasoningDelta', sequence: 0, partId: 'r', delta: 'hm' },
      { __typename: 'ReasoningDelta', sequence: 1, partId: 'r', delta: '…' },
      delta(2, 'so'),
    ];
    const { stream, send, draw, setTime } = setUp(reasoning);
    stream.start();
    send(0);
    draw();
    setTime(4_000);
    send(2);
    draw();
    expect(stream.state.value.reasoningMs).toEqual({ r: 4_000 });
  });

  describe('with readings', () => {
    const snapshot = (text: string, isOver = false): RunSnapshot => ({
      parts: [{ type: 'text', id: 't', text }],
      citations: [],
      outcome: isOver ? { status: 'COMPLETED', errorCode: null, errorMessage: null, message } : null,
    });

    it('shows whatever is longer, and repeats nothing when the events come after all', () => {
      const { stream, send, draw, text } = setUp(log);
      stream.start();
      send(1);
      draw();
      expect(stream.take(snapshot('one two three '))).toBe(true);
      expect(text()).toBe('one two three ');
      send(2);
      draw();
      expect(text()).toBe('one two three ');
      send(4);
      draw();
      expect(text()).toBe('one two three four');
    });
    it('tells a snapshot that brings more than the events from one that does not', () => {
      const { stream, send, draw, text } = setUp(log);
      stream.start();
      send(3);
      draw();
      expect(stream.take(snapshot('one two '))).toBe(false);
      expect(text()).toBe('one two three ');
    });
    it('ends with a snapshot of the end, and watches no longer', () => {
      const { stream, subscriptions, text } = setUp(log);
      stream.start();
      expect(stream.isWaiting).toBe(true);
      expect(stream.take(snapshot('one two three four', true))).toBe(true);
      expect(stream.state.value.outcome?.status).toBe('COMPLETED');
      expect(text()).toBe('one two three four');
      expect(subscriptions[0]!.isStopped).toBe(true);
      stream.start();
      expect(subscriptions).toHaveLength(1);
      expect(stream.isWaiting).toBe(false);
    });
  });
});
