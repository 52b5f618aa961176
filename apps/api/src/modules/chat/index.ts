import { ChatSessionResolver } from './chat-session.resolver.ts';
import { FilePart, ReasoningPart, TextPart, ToolPart } from './message-part.type.ts';
import { MessageResolver } from './message.resolver.ts';

export { findBranch, findHistory, type HistoryEntry } from './branch.ts';
export { ChatSession, TitleSource } from './chat-session.entity.ts';
export { ChatSessionResolver } from './chat-session.resolver.ts';
export { limits as chatLimits, titleFromQuestion } from './chat.rules.ts';
export { ChatService } from './chat.service.ts';
export { Message, MessageRole, MessageStatus } from './message.entity.ts';
export { messagesById, sessionsById } from './message.loaders.ts';
export { MessagePartRow, PartType } from './message-part.entity.ts';
export { findParts, partsInsert } from './message-parts.ts';
export { MessageResolver } from './message.resolver.ts';
export { SessionEvents } from './session-events.ts';
export { FilePart };
export { conversationBytes } from './text-use.ts';
export { Trash } from './trash.ts';

export const chatResolvers = [ChatSessionResolver, MessageResolver] as const;

/** Types that are only reached through an interface. */
export const chatOrphans = [TextPart, ReasoningPart, ToolPart, FilePart] as const;
