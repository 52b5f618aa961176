export type { RunEvent, RunEventType, RunEndStatus } from './run-event.ts';
export type { Part, TextPart, ReasoningPart, ToolPart, FilePart } from './part.ts';
export type { FoldableEvent } from './fold.ts';
export { foldAll, foldRunEvents, textOf } from './fold.ts';
