/**
 * An event of a run: one plain object, the same as log row, bus message, GraphQL value and what
 * the browser folds. `sequence` counts from 0 without a gap.
 */
export type RunEvent = RunStarted | CitationAdded | TextDelta | ReasoningDelta | ToolCalled | ToolAnswered | RunEnded;

export type RunEventType = RunEvent['__typename'];

interface Numbered {
  runId: string;
  sequence: number;
}

export interface RunStarted extends Numbered {
  __typename: 'RunStarted';
  messageId: string;
  modelId: string;
}

export interface CitationAdded extends Numbered {
  __typename: 'CitationAdded';
  /** The passage's number in the answer, from 1. */
  number: number;
  chunkId: string;
  score: number;
}

export interface TextDelta extends Numbered {
  __typename: 'TextDelta';
  partId: string;
  delta: string;
}

export interface ReasoningDelta extends Numbered {
  __typename: 'ReasoningDelta';
  partId: string;
  delta: string;
}

export interface ToolCalled extends Numbered {
  __typename: 'ToolCalled';
  partId: string;
  toolName: string;
  arguments: unknown;
}

export interface ToolAnswered extends Numbered {
  __typename: 'ToolAnswered';
  partId: string;
  result: unknown;
  error: string | null;
}

export type RunEndStatus = 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' | 'FAILED';

/** The last event of every run, and the only one after which nothing comes. */
export interface RunEnded extends Numbered {
  __typename: 'RunEnded';
  status: RunEndStatus;
  errorCode: string | null;
  errorMessage: string | null;
  messageId: string;
}
