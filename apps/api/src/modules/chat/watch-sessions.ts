import { serialSubscription } from '../../graphql/serial-subscription.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { ChatSession } from './chat-session.entity.ts';
import { ChatService } from './chat.service.ts';
import { SessionEvents } from './session-events.ts';

/** The viewer's conversations as they change, each read anew; the newest ones when changes may have been missed. */
export function watchSessions(context: RequestContext): AsyncIterable<ChatSession> {
  const viewer = requireViewer(context);
  const events = context.service(SessionEvents);
  const chat = context.service(ChatService);
  return serialSubscription<ChatSession>((tell) =>
    events.subscribe(
      viewer.id,
      ({ sessionId }) => tell(() => chat.findChanged(context.fork(), viewer, sessionId)),
      () => tell(() => chat.findNewestSessions(context.fork(), viewer)),
    ),
  );
}
