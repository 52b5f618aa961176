import { expect, it } from 'vitest';
import { historyWith } from './history-length.rules.ts';
import type { RunContext } from '../run/run-context.type.ts';

const context = { messageCount: 5, historyTokens: 600, historyBudget: 1_000, droppedMessageCount: 0 } as RunContext;
const run = {
  sessionId: 'session',
  modelId: 'api:x',
  end: { status: 'COMPLETED' as const, errorCode: null, errorMessage: null },
  parts: [{ type: 'text' as const, id: '1', text: 'x'.repeat(400) }],
  usage: null,
  context,
};

it('counts the answer, as its provider did or by its length', () => {
  expect(historyWith(run)).toEqual({
    sessionId: 'session',
    modelId: 'api:x',
    historyTokens: 700,
    historyBudget: 1_000,
    isTrimmed: false,
  });
  expect(historyWith({ ...run, usage: { promptTokens: 1, completionTokens: 250 } })?.historyTokens).toBe(850);
  expect(historyWith({ ...run, context: { ...context, droppedMessageCount: 3 } })?.isTrimmed).toBe(true);
});

it('is not known of an answer that has failed, or that another instance had to end', () => {
  expect(historyWith({ ...run, end: { ...run.end, status: 'FAILED' } })).toBeNull();
  expect(historyWith({ ...run, context: null })).toBeNull();
});

it('does not matter for the first answer, whatever its length', () => {
  expect(historyWith({ ...run, context: { ...context, messageCount: 1 } })).toBeNull();
});
