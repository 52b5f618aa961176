import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { memoryPrompt } from './summary-prompt.rules.ts';
import { findSummary } from './summary-finder.ts';

/** What is known of messages that do not fit. */
export interface Recollection {
  summaryId: string;
  /** Messages it stands for, from the first of the branch on. */
  messageCount: number;
  /** What the model is told. */
  prompt: string;
  /** Tokens of that. */
  tokens: number;
}

/** Larger than this part of what the history may take, a summary would leave too little for the messages behind it. */
const LARGEST_SHARE = 0.5;

/** What is told in place of messages that do not fit. */
export class ConversationMemory {
  readonly #tokenizer: Tokenizer;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /**
   * What there is of the branch that ends at `questionId`; one query.
   * @param historyBudget tokens that it and the messages behind it may take.
   * @returns null without a summary, or with one that is too large here: a model with a larger window wrote it.
   */
  async recall(
    em: SqlEntityManager,
    sessionId: string,
    questionId: string,
    historyBudget: number,
  ): Promise<Recollection | null> {
    const summary = await findSummary(em, sessionId, questionId);
    if (!summary) return null;
    const { id: summaryId, messageCount, text } = summary;
    const prompt = memoryPrompt(text, messageCount);
    const tokens = await this.#tokenizer.countTokensInSlices(prompt);
    return tokens > historyBudget * LARGEST_SHARE ? null : { summaryId, messageCount, prompt, tokens };
  }
}
