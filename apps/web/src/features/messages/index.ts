export { loadAnswerText, answerTextLoaded } from './answer-text.ts';
export { messageText } from './message-parts.ts';
export { messageFields } from './message.queries.ts';
export type { Message } from './message.ts';
export { openDocumentKey } from './open-document.ts';
export { type Remedy, type RunErrorCopy, runErrorCopy, isWholeEnd } from './run-error-copy.ts';
export { default as AssistantMessage } from './AssistantMessage.vue';
export { default as UserMessage } from './UserMessage.vue';
