import { Repeater } from '@graphql-yoga/subscription';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { ChatSession } from './chat-session.entity.ts';
import { ChatService } from './chat.service.ts';
import { SessionEvents } from './session-events.ts';

/** The viewer's conversations as they change, each read anew. */
export function watchSessions(context: RequestContext): AsyncIterable<ChatSession> {
  const viewer = requireViewer(context);
  const events = context.service(SessionEvents);
  const chat = context.service(ChatService);
  return new Repeater<ChatSession>(async (push, stop) => {
    let turn = Promise.resolve();
    const unsubscribe = events.subscribe(viewer.id, ({ sessionId }) => {
      // One after the other, so that the last one told is the newest; what was erased meanwhile is not told.
      turn = turn
        .then(() => chat.findChangedSession(context.fork(), viewer, sessionId))
        .then((session) => void push(session))
        .catch(() => {});
    });
    await stop;
    unsubscribe();
  });
}
