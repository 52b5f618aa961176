import { checkText, isBlank } from '../../kernel/text.ts';

const MAX_LENGTH = 20_000;

/**
 * What a model is told before a conversation; a blank one is none.
 * @throws ParleyError BAD_USER_INPUT field systemPrompt for one that is too long.
 */
export function checkSystemPrompt(text: string | null | undefined): string | null {
  if (text === null || text === undefined || isBlank(text)) return null;
  return checkText('systemPrompt', text, { max: MAX_LENGTH });
}
