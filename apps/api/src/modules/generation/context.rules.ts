import type { ChatMessage, GenerationSettings } from '../../ports/language-model.ts';
import type { Turn } from '../chat/index.ts';

/** Assumed where nobody knows a model's window: small enough for most, and trimming is shown. */
export const ASSUMED_CONTEXT_WINDOW = 32_768;
/** Tokens a chat format adds around each message. */
export const TOKENS_PER_MESSAGE = 4;
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
 */
export function contextMessages(
  systemPrompt: string | null,
  turns: readonly Turn[],
  continued: string | null,
): ChatMessage[] {
  const said: ChatMessage[] = turns
    .filter((turn) => turn.text !== '')
    .map((turn) => ({
      role: turn.role === 'USER' ? 'user' : turn.role === 'ASSISTANT' ? 'assistant' : 'system',
      content: turn.text,
    }));
  if (continued) said.push({ role: 'assistant', content: continued }, { role: 'user', content: CONTINUE_PROMPT });
  const messages: ChatMessage[] = systemPrompt ? [{ role: 'system', content: systemPrompt }] : [];
  for (const message of said) {
    const last = messages.at(-1);
    if (last?.role === message.role) last.content += `\n\n${message.content}`;
    else messages.push({ ...message });
  }
  return messages;
}
