import { foldAll, type RunEvent } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { RunRecorder } from './run-recorder.ts';
import { replayEvents } from '../run/event-layout.rules.ts';

function recording() {
  const published: RunEvent[] = [];
  const recorder = new RunRecorder({ id: 'run', messageId: 'message', segmentId: 'segment' }, (event) =>
    published.push(event),
  );
  recorder.start('x:y');
  return { recorder, published };
}

describe('RunRecorder', () => {
  it('numbers without a gap, and has the parts that everybody else folds', () => {
    const { recorder, published } = recording();
    recorder.add({ type: 'reasoning', delta: 'hm' });
    for (let index = 0; index < 200; index++) recorder.add({ type: 'text', delta: `t${index} ` });
    recorder.add({ type: 'toolCall', id: 'c', name: 'clock', arguments: '{}' });
    recorder.add({ type: 'text', delta: 'after' });
    recorder.add({ type: 'text', delta: '' });
    expect(published.map(({ sequence }) => sequence)).toEqual(published.map((_, index) => index));
    expect(recorder.parts).toEqual(foldAll([], published));
    expect(recorder.parts.map(({ type }) => type)).toEqual(['reasoning', 'text', 'tool', 'text']);
    expect(recorder.lastSequence).toBe(published.length - 1);
  });

  it('gives what is not on disk, and after that a part of it again to those who come early', () => {
    const { recorder, published } = recording();
    const addMany = (count: number) => {
      for (let index = 0; index < count; index++) recorder.add({ type: 'text', delta: 'x' });
    };
    addMany(300);
    expect(recorder.begin()).toEqual(published);
    addMany(10);
    expect(recorder.unwritten()).toEqual(published);
    recorder.confirm();
    expect(recorder.unwritten()).toEqual(published.slice(301));
    expect(recorder.begin()).toEqual(published.slice(301));
    expect(recorder.eventsAfter(-1)).toBeNull();
    expect(recorder.eventsAfter(296)).toEqual(published.slice(297));
    expect(recorder.eventsAfter(310)).toEqual([]);
    recorder.confirm();
    expect(recorder.unwritten()).toEqual([]);
  });

  it('gives the same events to the log again when a write has failed', () => {
    const { recorder, published } = recording();
    recorder.begin();
    recorder.add({ type: 'text', delta: 'x' });
    expect(recorder.begin()).toEqual(published);
  });

  it('makes reasoning of the text so far, for whoever watches and for those who come later', () => {
    const { recorder, published } = recording();
    for (const delta of ['Okay. ', 'So be it.']) recorder.add({ type: 'text', delta });
    recorder.add({ type: 'textWasReasoning' });
    recorder.add({ type: 'text', delta: 'Four.' });
    const parts = foldAll([], published);
    expect(recorder.parts).toEqual(parts);
    expect(parts).toMatchObject([
      { type: 'reasoning', text: 'Okay. So be it.' },
      { type: 'text', text: 'Four.' },
    ]);
    const end = { status: 'COMPLETED', errorCode: null, errorMessage: null } as const;
    const { event, layout } = recorder.end(end);
    const replayed = [...replayEvents(layout, parts, { ...end, runId: 'run', messageId: 'message', modelId: 'x:y' })];
    expect(replayed.map(({ sequence }) => sequence)).toEqual([...published, event].map(({ sequence }) => sequence));
    for (let seen = 0; seen < published.length; seen++) {
      expect(foldAll(foldAll([], published.slice(0, seen)), replayed.slice(seen))).toEqual(parts);
    }
  });

  it('leaves an answer that it continues as it is', () => {
    const { recorder } = recording();
    recorder.prefix('One ');
    recorder.add({ type: 'text', delta: 'two.' });
    recorder.add({ type: 'textWasReasoning' });
    expect(recorder.parts).toMatchObject([{ type: 'text', text: 'One two.' }]);
  });
});
