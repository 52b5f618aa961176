import type { Part } from '@parley/run-events';
import type { FinishedRun } from '../run/finished-run.ts';

/**
 * What is saved of a run whose end the database refuses: its text, and nothing of what a provider reported or tools were
 * called with. Every part stays in its place and as long as it was, so that the layout still fits and the events keep their
 * numbers.
 */
export const minimalOutcome = (run: FinishedRun): FinishedRun => ({
  ...run,
  parts: run.parts.map(bare),
  citations: [],
  finishReason: null,
  usage: null,
});

function bare(part: Part): Part {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { ...part, text: part.text.replaceAll('\0', '\ufffd').toWellFormed() };
    case 'tool':
      return {
        type: 'tool',
        id: part.id,
        toolName: 'unknown',
        arguments: {},
        result: null,
        error: 'What this tool was called with could not be saved.',
      };
    case 'file':
      return part;
  }
}
