import { defineRoom } from '../../room.ts';
import { modelsRoom } from '../models/room.ts';
import { preferencesRoom } from '../preferences/room.ts';
import { ChatSession } from './chat-session.entity.ts';
import { ChatSessionResolver } from './chat-session.resolver.ts';
import { ChatService } from './chat.service.ts';
import { MessagePartRow } from './message-part.entity.ts';
import { FilePart, ReasoningPart, TextPart, ToolPart } from './message-part.type.ts';
import { Message } from './message.entity.ts';
import { MessageResolver } from './message.resolver.ts';
import { SessionEvents } from './session-events.ts';
import { conversationBytes } from './text-use.ts';
import { Trash } from './trash.ts';

/** Conversations as trees of messages. The room generation/ adds the resolver of messages, as it knows what is being written. */
export const chatRoom = defineRoom({
  name: 'chat',
  entities: [ChatSession, Message, MessagePartRow],
  resolvers: [ChatSessionResolver, MessageResolver],
  orphanedTypes: [TextPart, ReasoningPart, ToolPart, FilePart],
  create({ add, bus, config, fork, use }) {
    const { catalogue } = use(modelsRoom);
    const { preferences } = use(preferencesRoom);
    const sessions = add(new SessionEvents(bus));
    const chat = add(
      new ChatService(
        {
          of: async (em, viewerId) => {
            const preferred = await preferences.preferencesOf(em, viewerId);
            return { modelId: await catalogue.defaultModelId(preferred.defaultModelId), preferences: preferred };
          },
          checkModel: (modelId) => {
            catalogue.resolve(modelId);
            return { maxOutputTokens: catalogue.maxOutputTokens(modelId) };
          },
        },
        sessions,
      ),
    );
    const trash = add(new Trash(fork, config.TRASH_DAYS));
    add(new ChatSessionResolver(chat));
    return {
      offers: { chat, sessions },
      housekeeping: { 'empty-trash': () => trash.empty(new Date()) },
      storedBytes: async (em, ownerId) => ({ text: await conversationBytes(em, ownerId) }),
    };
  },
});
