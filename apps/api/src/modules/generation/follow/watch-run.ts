import type { RunEvent } from '@parley/run-events';
import { type RequestContext, requireViewer } from '../../../kernel/request-context.ts';
import { RunEventQueue } from './run-event-queue.ts';
import { RunEventFeed } from './run-event-feed.ts';

/** The events of a run after a cursor, as an iterable: for transports that execute the selection per event. */
export async function watchRun(
  context: RequestContext,
  runId: string,
  after: number,
): Promise<AsyncIterable<RunEvent>> {
  const stream = context.service(RunEventFeed);
  await stream.authorize(requireViewer(context), runId, after);
  const queue = new RunEventQueue();
  queue.onReturn = stream.follow(runId, after, queue);
  return queue;
}
