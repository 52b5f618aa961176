export { ChatSession, TitleSource } from './chat-session.entity.ts';
export { Message, MessageRole, MessageStatus } from './message.entity.ts';
export { MessagePartRow, PartType } from './message-part.entity.ts';
