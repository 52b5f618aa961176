import { Repeater } from '@graphql-yoga/subscription';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { ChatSession } from './chat-session.entity.ts';
import { ChatService } from './chat.service.ts';
import { SessionEvents } from './session-events.ts';

/** The viewer's conversations as they change, each read anew; the newest ones when changes may have been missed. */
export function watchSessions(context: RequestContext): AsyncIterable<ChatSession> {
  const viewer = requireViewer(context);
  const events = context.service(SessionEvents);
  const chat = context.service(ChatService);
  return new Repeater<ChatSession>(async (push, stop) => {
    let turn = Promise.resolve();
    // One after the other, so that the last one told is the newest; what was erased meanwhile is not told.
    const inTurn = (work: () => Promise<unknown>): void => {
      turn = turn.then(work).then(
        () => {},
        () => {},
      );
    };
    const unsubscribe = events.subscribe(
      viewer.id,
      ({ sessionId }) =>
        inTurn(async () => void push(await chat.findChangedSession(context.fork(), viewer, sessionId))),
      () =>
        inTurn(async () => {
          for (const session of await chat.findNewestSessions(context.fork(), viewer)) void push(session);
        }),
    );
    await stop;
    unsubscribe();
  });
}
