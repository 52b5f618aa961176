import { tokensOf } from '../../kernel/message-tokens.ts';
import { withoutThoughts } from '../../kernel/thoughts.ts';

/** A message that no summary covers yet. */
export interface OpenMessage {
  id: string;
  role: string;
  tokenCount: number;
}

/** Tokens a summary may take, and room for what a model thinks before it writes one. */
export interface SummaryLimits {
  summaryTokens: number;
  maxTokens: number;
}

/** Parts of what the history may take: from where on there is a summary, and what stays word for word. */
const DUE_SHARE = 0.7;
const VERBATIM_SHARE = 0.5;
/** A summary takes so much of it at most. */
const SUMMARY_SHARE = 1 / 8;
const LONGEST_SUMMARY = 1_000;
const SHORTEST_SUMMARY = 50;
const LONGEST_THOUGHT = 2_000;
/** Tokens of what a model is told besides the messages. */
const INSTRUCTIONS = 300;
/** Quoting makes text longer. */
const QUOTING = 1.2;

/** Whether a history of so many tokens wants a summary of its older part. */
export const isSummaryDue = (historyTokens: number, historyBudget: number): boolean =>
  historyTokens > historyBudget * DUE_SHARE;

/**
 * The older messages that a summary shall cover, oldest first, in whole exchanges. The newest exchange stays whatever its
 * length.
 * @param open the messages behind the summary there is, oldest first.
 */
export function messagesToCover<M extends OpenMessage>(open: readonly M[], historyBudget: number): M[][] {
  const exchanges = exchangesOf(open);
  let first = Math.max(0, exchanges.length - 1);
  let kept = tokensOf(exchanges[first] ?? []);
  while (first > 0) {
    kept += tokensOf(exchanges[first - 1]!);
    if (kept > historyBudget * VERBATIM_SHARE) break;
    first--;
  }
  return exchanges.slice(0, first);
}

/** As many of the exchanges, oldest first, as one call can take; at least one. */
export function firstPiece<M extends OpenMessage>(exchanges: readonly M[][], room: number): M[] {
  const piece: M[] = [];
  for (const exchange of exchanges) {
    if (piece.length > 0 && tokensOf(piece) + tokensOf(exchange) > room) break;
    piece.push(...exchange);
  }
  return piece;
}

/** What a summary may take of a history of this size. @param mostTokens a model writes at once. */
export function summaryLimits(historyBudget: number, mostTokens: number): SummaryLimits {
  const share = Math.floor(historyBudget * SUMMARY_SHARE);
  const summaryTokens = Math.max(SHORTEST_SUMMARY, Math.min(LONGEST_SUMMARY, share));
  const thought = Math.min(LONGEST_THOUGHT, Math.floor(historyBudget / 4));
  return { summaryTokens, maxTokens: Math.min(mostTokens, summaryTokens + thought) };
}

/** Tokens of messages that one call can take beside its instructions, the summary there is, and the answer. */
export function roomForPiece(historyBudget: number, previousTokens: number, maxTokens: number): number {
  const room = Math.floor((historyBudget - INSTRUCTIONS - previousTokens - maxTokens) / QUOTING);
  return Math.max(room, Math.floor(historyBudget / 4));
}

/** How much of each message of a piece can be told: all, or equal shares of what is too long by itself. */
export const shareThatFits = (piece: readonly OpenMessage[], room: number): number =>
  Math.min(1, room / Math.max(1, tokensOf(piece)));

/** Beginning and end of a text that is too long. @param share of it that shall be left, 0 to 1. */
export function shortened(text: string, share: number): string {
  if (share >= 1) return text;
  const length = Math.floor(text.length * Math.max(0, share));
  const head = Math.ceil((length * 2) / 3);
  const tail = length - head;
  return `${text.slice(0, head)} […] ${tail > 0 ? text.slice(-tail) : ''}`.toWellFormed().trimEnd();
}

/** The summary in a model's answer, fit to keep. */
export const cleanSummary = (answer: string): string =>
  withoutThoughts(answer)
    .replace(/^```[\w-]*\n([\s\S]*?)\n?```$/, '$1')
    .replaceAll('\0', '')
    .toWellFormed()
    .trim();

/** The beginning of a summary that is too long, up to the end of a sentence or line. @param share 0 to 1. */
export function beginningOf(summary: string, share: number): string {
  if (share >= 1) return summary;
  const cut = summary.slice(0, Math.floor(summary.length * share));
  const end = Math.max(...['\n', '. ', '。', '! ', '? '].map((mark) => cut.lastIndexOf(mark)));
  return (end > cut.length / 2 ? cut.slice(0, end + 1) : cut).toWellFormed().trim();
}

/** A person's message with the answers below it. */
function exchangesOf<M extends OpenMessage>(messages: readonly M[]): M[][] {
  const exchanges: M[][] = [];
  for (const message of messages) {
    const last = exchanges.at(-1);
    if (last && message.role !== 'USER') last.push(message);
    else exchanges.push([message]);
  }
  return exchanges;
}
