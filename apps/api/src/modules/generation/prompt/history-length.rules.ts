import { textOf } from '@parley/run-events';
import type { HistoryLength } from '../../memory/index.ts';
import type { FinishedRun } from '../run/finished-run.ts';

/** Where no provider says it, about so many characters are a token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * How long the history is that the next question will have; null for an answer that has failed or is cut off, and for the
 * first of a branch: there is nothing older.
 */
export function historyWith(
  run: Pick<FinishedRun, 'sessionId' | 'modelId' | 'end' | 'parts' | 'usage' | 'context'>,
): HistoryLength | null {
  const { sessionId, modelId, end, parts, usage, context } = run;
  if (!context || !['COMPLETED', 'CANCELLED'].includes(end.status)) return null;
  if (context.messageCount === 1 && context.droppedMessageCount === 0) return null;
  const answerTokens = usage?.completionTokens ?? textOf(parts).length / CHARACTERS_PER_TOKEN;
  return {
    sessionId,
    modelId,
    historyTokens: context.historyTokens + answerTokens,
    historyBudget: context.historyBudget,
    isTrimmed: context.droppedMessageCount > 0,
  };
}
