import { Repeater } from '@graphql-yoga/subscription';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { ChatSession } from './chat-session.entity.ts';
import { ChatService } from './chat.service.ts';
import { SessionEvents } from './session-events.ts';

/** The viewer's conversations as they change, each read anew. */
export async function* watchSessions(context: RequestContext): AsyncGenerator<ChatSession> {
  const viewer = requireViewer(context);
  const events = context.service(SessionEvents);
  const chat = context.service(ChatService);
  const changes = new Repeater<string>(async (push, stop) => {
    const unsubscribe = events.subscribe(viewer.id, ({ sessionId }) => void push(sessionId));
    await stop;
    unsubscribe();
  });
  for await (const sessionId of changes) {
    const session = await chat.findChangedSession(context.fork(), viewer, sessionId);
    if (session) yield session;
  }
}
