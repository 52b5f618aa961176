import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ChatMessage, GenerationSettings } from '../../ports/language-model.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { findTurns } from '../chat/index.ts';
import type { GenerationParameters, ModelCatalogue } from '../models/index.ts';
import { contextMessages, historyBudget, TOKENS_PER_MESSAGE } from './context.rules.ts';
import type { RunOrder } from './live-run.ts';
import type { RunContext } from './run.entity.ts';

/** Makes what a model is sent out of the active branch, within its window. */
export class ContextBuilder {
  readonly #fork: () => SqlEntityManager;
  readonly #catalogue: ModelCatalogue;
  readonly #tokenizer: Tokenizer;

  constructor(fork: () => SqlEntityManager, catalogue: ModelCatalogue, tokenizer: Tokenizer) {
    this.#fork = fork;
    this.#catalogue = catalogue;
    this.#tokenizer = tokenizer;
  }

  async build(
    order: RunOrder,
  ): Promise<{ messages: ChatMessage[]; settings: GenerationSettings; context: RunContext }> {
    const settings = settingsOf(order.parameters);
    const contextWindow = this.#catalogue.contextWindow(order.modelId);
    const promptTokens = order.systemPrompt ? await this.#tokenizer.countTokensInSlices(order.systemPrompt) : 0;
    const continuedTokens = order.continued ? await this.#tokenizer.countTokensInSlices(order.continued) : 0;
    const fixedTokens = promptTokens + continuedTokens;
    const budget = historyBudget(contextWindow, fixedTokens, settings);
    const { turns, droppedCount } = await findTurns(this.#fork(), order.questionId, budget, TOKENS_PER_MESSAGE);
    const messages = contextMessages(order.systemPrompt, turns, order.continued);
    const historyTokens = turns.reduce((sum, turn) => sum + turn.tokenCount, 0);
    return {
      messages,
      settings,
      context: {
        messageCount: turns.length,
        droppedMessageCount: droppedCount,
        promptTokens: fixedTokens + historyTokens + messages.length * TOKENS_PER_MESSAGE,
        contextWindow,
      },
    };
  }
}

function settingsOf(parameters: GenerationParameters): GenerationSettings {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as GenerationSettings;
}
