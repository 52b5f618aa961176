import { badInput } from '../../kernel/errors.ts';
import { isGiven } from '../../kernel/given.ts';
import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  MAX_PAGE_SIZE,
  type PageArguments,
} from '../../kernel/pagination.ts';

/** A conversation without a title of its own is called by its first question: one line, whole words, whole graphemes. */
export function titleFromQuestion(question: string, maxLength = 60): string {
  const line = question.replaceAll(/\s+/g, ' ').trim();
  let title = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(line.slice(0, 1000))) {
    if (title.length + segment.length > maxLength) return `${wholeWords(title)}…`;
    title += segment;
  }
  return title || 'New chat';
}

function wholeWords(text: string): string {
  const space = text.lastIndexOf(' ');
  return (space > text.length / 2 ? text.slice(0, space) : text).trimEnd();
}

/** Cursor of a message in its branch. */
export const messageCursor = (message: { depth: number }): string => encodeCursor(message.depth);

/**
 * The depths a page of a branch covers: from inclusive, to exclusive. A page without a size is the newest messages.
 * @param length how many messages the branch has.
 * @throws ParleyError BAD_USER_INPUT for `first` with `last`, a size out of bounds, or a foreign cursor.
 */
export function branchRange(args: PageArguments, length: number): { from: number; to: number } {
  if (isGiven(args.first) && isGiven(args.last)) throw badInput('last', 'Give first or last, not both.');
  const lower = isGiven(args.after) ? decodeCursor('after', args.after, 'number')[0] + 1 : 0;
  const upper = isGiven(args.before) ? decodeCursor('before', args.before, 'number')[0] : length;
  const from = Math.max(0, lower);
  const to = Math.max(from, Math.min(upper, length));
  if (isGiven(args.first)) return { from, to: Math.min(to, from + checkPageSize('first', args.first)) };
  const size = isGiven(args.last) ? checkPageSize('last', args.last) : MAX_PAGE_SIZE;
  return { from: Math.max(from, to - size), to };
}
