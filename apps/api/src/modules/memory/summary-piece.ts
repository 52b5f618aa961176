import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { tokensOf } from '../../kernel/message-tokens.ts';
import { findBranch, findParts } from '../chat/index.ts';
import { findSummary } from './summary-finder.ts';
import type { QuotedMessage } from './summary-prompt.rules.ts';
import {
  beginningOf,
  firstPiece,
  isSummaryDue,
  messagesToCover,
  roomForPiece,
  shareThatFits,
  shortened,
  summaryLimits,
  type SummaryLimits,
} from './summary.rules.ts';

/** Where a branch ends, and what a model can take of it. */
export interface BranchEnd {
  sessionId: string;
  messageId: string;
  /** Tokens the history may take. */
  historyBudget: number;
  /** Tokens the model writes at most. */
  maxOutputTokens: number;
}

/** Older messages that one call can take, and what is written down of those before them. */
export interface SummaryPiece {
  previous: string | null;
  quoted: QuotedMessage[];
  lastMessageId: string;
  /** Messages the summary will stand for, those before the piece included. */
  messageCount: number;
  limits: SummaryLimits;
}

/** Deeper than any branch. */
const END = 2_147_483_647;
/** A summary by a model with a larger window may take this part of the history’s tokens. */
const PREVIOUS_SHARE = 0.25;

/**
 * What to summarise next of a branch; null while there is room.
 * @param hasBegun goes on until only what shall stay word for word is left.
 */
export async function nextPiece(
  em: SqlEntityManager,
  branch: BranchEnd,
  hasBegun: boolean,
): Promise<SummaryPiece | null> {
  const { sessionId, messageId, historyBudget, maxOutputTokens } = branch;
  const previous = await findSummary(em, sessionId, messageId);
  const { text = null, tokenCount = 0, messageCount = 0 } = previous ?? {};
  const open = await findBranch(em, messageId, messageCount, END);
  if (!hasBegun && !isSummaryDue(tokenCount + tokensOf(open), historyBudget)) return null;
  const due = messagesToCover(open, historyBudget);
  if (due.length === 0) return null;
  const limits = summaryLimits(historyBudget, maxOutputTokens);
  const room = roomForPiece(historyBudget, tokenCount, limits.maxTokens);
  const piece = firstPiece(due, room);
  const ids = piece.map(({ id }) => id);
  const parts = await findParts(em, ids);
  const share = shareThatFits(piece, room);
  const quoted = piece.map(({ id, role }) => ({ role, text: shortened(textOf(parts.get(id) ?? []), share) }));
  return {
    previous: text && beginningOf(text, (historyBudget * PREVIOUS_SHARE) / tokenCount),
    quoted: quoted.filter((message) => message.text !== ''),
    lastMessageId: ids.at(-1)!,
    messageCount: messageCount + piece.length,
    limits,
  };
}
