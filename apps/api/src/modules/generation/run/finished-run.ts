import type { Part } from '@parley/run-events';
import type { ErrorCode } from '../../../kernel/errors.ts';
import type { GenerationSettings, ReportedUsage } from '../../../ports/language-model.ts';
import type { EventLayout } from './event-layout.rules.ts';
import type { RunContext } from './run-context.type.ts';

/** A chunk a run was given, under the number its answer uses. */
export interface GivenCitation {
  number: number;
  chunkId: string;
  score: number;
}

/** How a run ended. */
export interface RunEnd {
  status: 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' | 'FAILED';
  errorCode: ErrorCode | null;
  errorMessage: string | null;
}

/** Everything that is known when a run is over. */
export interface FinishedRun {
  runId: string;
  ownerId: string;
  sessionId: string;
  messageId: string;
  modelId: string;
  /** The instance that must still hold the lease; null for whoever ends it in place of that one. */
  leaseOwner: string | null;
  end: RunEnd;
  parts: readonly Part[];
  /** Chunks it was given. */
  citations: readonly GivenCitation[];
  layout: EventLayout;
  lastSequence: number;
  finishReason: string | null;
  /** Text that was there before the run and is not its work. */
  prefix: string;
  context: RunContext | null;
  /** What the provider reported; null is estimated. */
  usage: ReportedUsage | null;
  /** The parameters that were really sent, where that is known. */
  sent?: GenerationSettings | null;
  /** False when the provider refused before it did any work. */
  wasCharged: boolean;
  timeToFirstTokenMs: number | null;
  durationMs: number;
}
