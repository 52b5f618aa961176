import type { Part } from '@parley/run-events';
import type { ReportedUsage } from '../../../ports/language-model.ts';

/** A token is at most so many characters of ordinary text, and a character at most so many tokens. */
const MOST_CHARACTERS = 16;
const MOST_TOKENS = 4;

/**
 * Tokens of an answer's text as its provider counted them.
 * @param prefix text that was there before the run.
 * @returns null when they have to be counted here: nothing or nonsense was reported, or it is also about something else
 * than this text.
 */
export function reportedTextTokens(
  parts: readonly Part[],
  text: string,
  prefix: string,
  usage: ReportedUsage | null,
): number | null {
  if (!usage || prefix !== '' || parts.some(({ type }) => type !== 'text')) return null;
  const tokens = usage.completionTokens - (usage.reasoningTokens ?? 0);
  const isPlausible = tokens * MOST_CHARACTERS >= text.length && tokens <= text.length * MOST_TOKENS + 1;
  return isPlausible ? tokens : null;
}
