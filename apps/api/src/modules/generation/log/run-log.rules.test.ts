import type { RunEvent } from '@parley/run-events';
import { describe, expect, it } from 'vitest';
import { packEvents, unpackEvents } from './run-log.rules.ts';

const runId = 'run';
const unnumbered = [
  { __typename: 'RunStarted', messageId: 'm', modelId: 'x:y' },
  { __typename: 'ReasoningDelta', partId: 'part-0', delta: 'hm' },
  { __typename: 'ReasoningDelta', partId: 'part-0', delta: ' "so"' },
  { __typename: 'TextDelta', partId: 'part-1', delta: 'a' },
  { __typename: 'TextDelta', partId: 'part-1', delta: '漢\n' },
  { __typename: 'ToolCalled', partId: 'part-2', toolName: 't', arguments: { deltas: [1] } },
  { __typename: 'ToolAnswered', partId: 'part-2', result: null, error: 'none' },
  { __typename: 'TextDelta', partId: 'part-3', delta: 'b' },
  { __typename: 'TextDelta', partId: 'part-4', delta: 'c' },
] as const;
const events = unnumbered.map((event, sequence) => ({ ...event, runId, sequence })) as RunEvent[];

describe('packEvents', () => {
  it('gives back every event with its number, from any stretch of a run', () => {
    for (let first = 0; first < events.length; first++) {
      const stretch = events.slice(first);
      expect(unpackEvents(runId, first, packEvents(stretch)), `from ${first}`).toEqual(stretch);
    }
  });

  it('keeps successive deltas of a part for little more than their text', () => {
    const deltas = Array.from({ length: 100 }, (_, sequence): RunEvent => {
      return { __typename: 'TextDelta', runId, sequence, partId: 'part-0', delta: 'token' };
    });
    expect(packEvents(deltas).length).toBeLessThan(900);
  });
});
