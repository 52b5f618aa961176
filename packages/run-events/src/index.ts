export type { RunEvent, RunEventType, RunEndStatus } from './run-event.ts';
export type { Part, TextPart, ReasoningPart, ToolPart } from './part.ts';
export { foldRunEvents, textOf } from './fold.ts';
