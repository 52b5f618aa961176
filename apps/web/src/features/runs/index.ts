export type { RunOutcome } from './run-stream.ts';
export { isBeingWritten, partsOf, type ShownPart, type ShownTool } from './stored-message.ts';
export { useRun } from './use-run.ts';
