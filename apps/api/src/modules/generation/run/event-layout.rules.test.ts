import { foldRunEvents, type Part, type RunEvent } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { replayEvents, type EndedRun, EventLayoutBuilder } from './event-layout.rules.ts';

const run: EndedRun = {
  runId: 'r',
  messageId: 'm',
  modelId: 'p:x',
  status: 'FAILED',
  errorCode: 'PROVIDER_TIMEOUT',
  errorMessage: 'Slow.',
};

/** A pseudo-random but repeatable run. */
function someRun(seed: number): RunEvent[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
  const texts = ['a', ' über', '🎉', '\n\n', '', '"\\', 'ein langes Stück'];
  const events: RunEvent[] = [];
  const add = (event: object): void => void events.push({ ...event, runId: 'r', sequence: events.length } as RunEvent);
  add({ __typename: 'RunStarted', messageId: 'm', modelId: 'p:x' });
  if (next(2)) add({ __typename: 'CitationAdded', number: 1, chunkId: 'c', score: 0.5 });
  let part = 0;
  for (let step = next(60); step > 0; step--) {
    const kind = next(10);
    if (kind === 0) {
      part++;
      add({ __typename: 'ToolCalled', partId: `p${part}`, toolName: 'sum', arguments: { n: step } });
      add({ __typename: 'ToolAnswered', partId: `p${part}`, result: null, error: 'unknown' });
      part++;
    } else if (kind === 1) {
      part++;
      add({ __typename: 'ReasoningDelta', partId: `p${part}`, delta: texts[next(texts.length)] });
      part++;
    } else add({ __typename: 'TextDelta', partId: `p${part}`, delta: texts[next(texts.length)] });
  }
  add({
    __typename: 'RunEnded',
    status: 'FAILED',
    errorCode: 'PROVIDER_TIMEOUT',
    errorMessage: 'Slow.',
    messageId: 'm',
  });
  return events;
}

describe('the layout of a run', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed + 1))('gives back every event exactly (run %i)', (seed) => {
    const events = someRun(seed);
    const layout = new EventLayoutBuilder();
    for (const event of events) layout.add(event);
    const parts = events.reduce<readonly Part[]>(foldRunEvents, []);
    const stored = JSON.parse(JSON.stringify(layout.build())) as ReturnType<EventLayoutBuilder['build']>;
    expect([...replayEvents(stored, parts, run)]).toEqual(events);
  });
});
