import type { Part } from '@parley/run-events';
import { batched } from '../../kernel/batch.ts';
import { Message } from './message.entity.ts';
import { ChatSession } from './chat-session.entity.ts';
import { findParts } from './message-parts.ts';

/** Messages by id. Callers have checked whose they are. */
export const messagesById = batched<string, Message>(async ({ em }, ids) => {
  const messages = await em.find(Message, { id: { $in: [...ids] }, deletedAt: null });
  return new Map(messages.map((message) => [message.id, message]));
});

export const sessionsById = batched<string, ChatSession>(async ({ em }, ids) => {
  const sessions = await em.find(ChatSession, { id: { $in: [...ids] } });
  return new Map(sessions.map((session) => [session.id, session]));
});

/** Stored parts by message id. */
export const partsByMessage = batched<string, Part[]>(({ em }, ids) => findParts(em, ids));

/** The alternatives below each parent, oldest first; the key is `session/parent`, with an empty parent for roots. */
export const siblingsByParent = batched<string, Message[]>(async ({ em }, keys) => {
  const places = keys.map((key) => {
    const [session, parentId] = key.split('/') as [string, string];
    return { session, parentId: parentId || null };
  });
  const messages = await em.find(
    Message,
    { $or: places, deletedAt: null },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  const found = new Map<string, Message[]>();
  for (const message of messages) {
    const key = siblingKey(message);
    found.set(key, [...(found.get(key) ?? []), message]);
  }
  return found;
});

export const siblingKey = (message: Message): string => `${message.session.id}/${message.parentId ?? ''}`;
