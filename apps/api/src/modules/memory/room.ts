import { defineRoom } from '../../room.ts';
import { ConversationSummary } from './conversation-summary.entity.ts';

/** What is kept of the part of a conversation that no longer fits. The room generation/ uses it. */
export const memoryRoom = defineRoom({ name: 'memory', entities: [ConversationSummary] });
