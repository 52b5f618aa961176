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
    const unsubscribe = events.subscribe(viewer.id, ({ sessionId }) => {
      void push(chat.findChangedSession(context.fork(), viewer, sessionId));
    });
    await stop;
    unsubscribe();
  });
}
