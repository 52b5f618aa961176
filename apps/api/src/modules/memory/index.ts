export { ConversationMemory, type Recollection } from './conversation-memory.ts';
export { ConversationSummary } from './conversation-summary.entity.ts';
export { summariesById } from './memory.loaders.ts';
export { type AnsweredRun, type HistoryLength, SummaryWriter } from './summary-writer.ts';
