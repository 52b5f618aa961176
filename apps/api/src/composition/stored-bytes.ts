import type { SqlEntityManager } from '@mikro-orm/sql';
import { conversationBytes } from '../modules/chat/index.ts';
import { feedbackBytes } from '../modules/feedback/index.ts';
import { runPromptBytes } from '../modules/generation/index.ts';
import { storageUsed } from '../modules/knowledge/index.ts';

/** What a person has stored: text of every room, and files. */
export async function storedBytes(em: SqlEntityManager, ownerId: string): Promise<{ text: number; files: number }> {
  const text =
    (await conversationBytes(em, ownerId)) + (await runPromptBytes(em, ownerId)) + (await feedbackBytes(em, ownerId));
  return { text, files: await storageUsed(em, ownerId) };
}
