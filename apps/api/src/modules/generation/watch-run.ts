import { Repeater } from '@graphql-yoga/subscription';
import type { RunEvent } from '@parley/run-events';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { RunStream } from './run-stream.ts';

/** The events of a run after a cursor, as an iterable: for transports that execute the selection per event. */
export async function watchRun(
  context: RequestContext,
  runId: string,
  after: number,
): Promise<AsyncIterable<RunEvent>> {
  const stream = context.service(RunStream);
  await stream.authorize(requireViewer(context), runId, after);
  return new Repeater<RunEvent>(async (push, stop) => {
    let taken: Promise<unknown> | undefined;
    const close = stream.follow(runId, after, {
      event: (event) => void (taken = push(event)),
      done: (error) => stop(error),
      drained: async () => void (await taken),
    });
    await stop;
    close();
  });
}
