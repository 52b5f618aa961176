import { TOKENS_PER_MESSAGE, tokensOf } from '../../../kernel/message-tokens.ts';
import type { ChatMessage, GenerationSettings } from '../../../ports/language-model.ts';
import type { HistoryEntry } from '../../chat/index.ts';

/** Assumed where nobody knows a model's window: small enough for most, and trimming is shown. */
export const ASSUMED_CONTEXT_WINDOW = 32_768;
const LARGEST_RESERVE = 4_096;

/**
 * Tokens of the window the history may use: what the system prompt and the room kept for the answer leave.
 * At least a tenth of the window, so that the newest question always goes along.
 */
export function historyBudget(
  contextWindow: number | null,
  systemPromptTokens: number,
  settings: GenerationSettings,
): number {
  const window = contextWindow ?? ASSUMED_CONTEXT_WINDOW;
  const reserve = Math.min(settings.maxTokens ?? LARGEST_RESERVE, Math.floor(window / 2));
  return Math.max(Math.floor(window / 10), window - reserve - systemPromptTokens - TOKENS_PER_MESSAGE);
}

const CONTINUE_PROMPT =
  'Continue your last answer exactly where it stops. Do not repeat any of it and do not comment on it.';

/**
 * What the model is sent. Empty answers (failed ones) are left out and neighbours of one role become one message,
 * because some providers want the roles to alternate.
 * @param continued text of an unfinished answer the model shall write on.
 * What others have written is said by the user, never by the system: `summary` before the turns, `material` before the question.
 */
export function contextMessages(
  systemPrompt: string | null,
  entries: readonly HistoryEntry[],
  continued: string | null,
  { summary = '', material = '' }: { summary?: string; material?: string } = {},
): ChatMessage[] {
  const said: ChatMessage[] = entries
    .filter((entry) => entry.text.trim() !== '')
    .map((entry) => ({
      role: entry.role === 'USER' ? 'user' : entry.role === 'ASSISTANT' ? 'assistant' : 'system',
      content: entry.text,
    }));
  if (material) said.splice(-1, 0, { role: 'user', content: material });
  if (summary) said.unshift({ role: 'user', content: summary });
  if (continued) said.push({ role: 'assistant', content: continued }, { role: 'user', content: CONTINUE_PROMPT });
  const messages: ChatMessage[] = systemPrompt ? [{ role: 'system', content: systemPrompt }] : [];
  for (const message of said) {
    const last = messages.at(-1);
    if (last?.role === message.role) last.content += `\n\n${message.content}`;
    else messages.push({ ...message });
  }
  return messages;
}

/** The newest turns of a branch that fit, oldest first, and how many older ones there are. */
export interface History {
  entries: readonly HistoryEntry[];
  droppedCount: number;
}

/**
 * What is sent of a history beside a summary of its first messages: the turns behind those, as many of the newest as
 * fit, and always the last.
 * @param messageCount messages the summary stands for.
 * @param tokenBudget what the summary leaves.
 */
export function behindSummary({ entries, droppedCount }: History, messageCount: number, tokenBudget: number): History {
  const length = droppedCount + entries.length;
  let first = Math.min(Math.max(messageCount - droppedCount, 0), entries.length - 1);
  let tokens = tokensOf(entries.slice(first));
  while (tokens > tokenBudget && first < entries.length - 1) tokens -= tokensOf([entries[first++]!]);
  const kept = entries.slice(first);
  return { entries: kept, droppedCount: Math.max(0, length - kept.length - messageCount) };
}

/**
 * A history from its first question on: where it was cut may be between a question and its answer, and some providers
 * refuse what begins with an answer. (Behind a summary it may: the user says that.)
 */
export function fromQuestion({ entries, droppedCount }: History): History {
  const first = entries.findIndex(({ role, text }) => role !== 'ASSISTANT' && text.trim() !== '');
  return first > 0 ? { entries: entries.slice(first), droppedCount: droppedCount + first } : { entries, droppedCount };
}
