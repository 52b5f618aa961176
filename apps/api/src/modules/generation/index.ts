export { AnswerService } from './ask/answer.service.ts';
import { GenerationResolver } from './generation.resolver.ts';
import { CitationAddedResolver, RunEndedResolver, RunEventResolver, RunStartedResolver } from './run-event.resolver.ts';
import { CitationAdded, ReasoningDelta, TextDelta, ToolAnswered, ToolCalled } from './run-event.type.ts';
import { RunContextResolver } from './run-context.resolver.ts';
import { MessageRunResolver, RunResolver, SessionRunResolver } from './run.resolver.ts';

export { ContextBuilder } from './prompt/context-builder.ts';
export { RemoteRunMonitor } from './follow/remote-run-monitor.ts';
export { GenerationResolver } from './generation.resolver.ts';
export { Heartbeat } from './finish/heartbeat.ts';
export { Reaper } from './finish/reaper.ts';
export { LiveRuns } from './live/live-runs.ts';
export { findLatestAnswer } from './run/latest-answer.ts';
export { RunFinalizer } from './finish/run-finalizer.ts';
export { RunExecutor } from './produce/run-executor.ts';
export type { RunSink } from './follow/run-follower.ts';
export { RunLog } from './log/run-log.ts';
export { FinalizeRetry } from './finish/finalize-retry.ts';
export { RunService } from './finish/run.service.ts';
export { RunEventFeed } from './follow/run-event-feed.ts';
export { RunTakeover } from './finish/run-takeover.ts';
export { type RunTimes, usualTimes } from './run/run-times.ts';
export { Run } from './run/run.entity.ts';
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
export { runPromptBytes } from './run/prompt-bytes.ts';
export { TitleWriter } from './produce/title-writer.ts';

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
export { QuestionService } from './ask/question.service.ts';
export { TurnStarter } from './ask/turn-starter.ts';
