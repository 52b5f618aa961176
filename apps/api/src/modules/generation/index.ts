export type { RunSink } from './follow/run-follower.ts';
export { RunEventFeed } from './follow/run-event-feed.ts';
export { type RunTimes, usualTimes } from './run/run-times.ts';
export { Run } from './run/run.entity.ts';
