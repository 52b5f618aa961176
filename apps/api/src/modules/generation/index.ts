export { AnswerService } from './answer.service.ts';
import { GenerationResolver } from './generation.resolver.ts';
import { CitationAddedResolver, RunEndedResolver, RunEventResolver, RunStartedResolver } from './run-event.resolver.ts';
import { CitationAdded, ReasoningDelta, TextDelta, ToolAnswered, ToolCalled } from './run-event.type.ts';
import { RunContextResolver } from './run-context.resolver.ts';
import { MessageRunResolver, RunResolver, SessionRunResolver } from './run.resolver.ts';

export { ContextBuilder } from './context-builder.ts';
export { ForeignRuns } from './foreign-runs.ts';
export { GenerationResolver } from './generation.resolver.ts';
export { LeaseKeeper } from './lease-keeper.ts';
export { LiveRuns } from './live-runs.ts';
export { findNewestAnswer } from './newest-answer.ts';
export { RunEnding } from './run-ending.ts';
export { RunLogBatch } from './run-log-batch.entity.ts';
export { RunExecutor } from './run-executor.ts';
export type { RunSink } from './run-follower.ts';
export { RunLog } from './run-log.ts';
export { RunSaver } from './run-saver.ts';
export { RunService } from './run.service.ts';
export { RunStream } from './run-stream.ts';
export { RunTakeover } from './run-takeover.ts';
export { type RunTimes, usualTimes } from './run-times.ts';
export { Run, RunStatus } from './run.entity.ts';
export {
  CitationAddedResolver,
  MessageRunResolver,
  RunContextResolver,
  RunEndedResolver,
  RunEventResolver,
  RunResolver,
  RunStartedResolver,
  SessionRunResolver,
};
export { runPromptBytes } from './text-use.ts';
export { TitleWriter } from './title-writer.ts';

export const generationResolvers = [
  GenerationResolver,
  RunResolver,
  RunContextResolver,
  MessageRunResolver,
  SessionRunResolver,
  RunEventResolver,
  RunStartedResolver,
  CitationAddedResolver,
  RunEndedResolver,
] as const;

/** Types that are only reached through an interface. */
export const generationOrphans = [CitationAdded, TextDelta, ReasoningDelta, ToolCalled, ToolAnswered] as const;
export { QuestionService } from './question.service.ts';
export { TurnStarter } from './turn-starter.ts';
