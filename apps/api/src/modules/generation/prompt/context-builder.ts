import type { SqlEntityManager } from '@mikro-orm/sql';
import { TOKENS_PER_MESSAGE, tokensOf } from '../../../kernel/message-tokens.ts';
import type { ChatMessage, GenerationSettings } from '../../../ports/language-model.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { findHistory, MessageRole } from '../../chat/index.ts';
import {
  type NumberedChunk,
  CHUNK_BUDGET,
  type QuestionMaterial,
  type QuestionRetrieval,
} from '../../knowledge/index.ts';
import type { ConversationMemory, Recollection } from '../../memory/index.ts';
import type { GenerationParameters, ModelCatalogue } from '../../models/index.ts';
import {
  ASSUMED_CONTEXT_WINDOW,
  behindSummary,
  contextMessages,
  fromQuestion,
  type History,
  historyBudget,
} from './context.rules.ts';
import type { RunSpec } from '../run/run-spec.ts';
import { isAboutChunks } from './relevance.rules.ts';
import type { RunContext } from '../run/run-context.type.ts';

/** What a model is sent, and the record of how it was made. */
export interface BuiltContext {
  messages: ChatMessage[];
  /** As it was typed; undefined when an answer is continued. */
  question: string | undefined;
  settings: GenerationSettings;
  context: RunContext;
  /** What was found in the person's documents, empty when the question is not about them; undefined without documents. */
  chunks: readonly NumberedChunk[] | undefined;
}

/** Chunks take at most this part of the model's window. */
const CHUNK_SHARE = 0.25;

/** Makes what a model is sent out of the active branch and the person's documents, within its window. */
export class ContextBuilder {
  readonly #fork: () => SqlEntityManager;
  readonly #catalogue: ModelCatalogue;
  readonly #tokenizer: Tokenizer;
  readonly #retrieval: QuestionRetrieval;
  readonly #memory: ConversationMemory;

  constructor(
    fork: () => SqlEntityManager,
    catalogue: ModelCatalogue,
    tokenizer: Tokenizer,
    retrieval: QuestionRetrieval,
    memory: ConversationMemory,
  ) {
    this.#fork = fork;
    this.#retrieval = retrieval;
    this.#memory = memory;
    this.#catalogue = catalogue;
    this.#tokenizer = tokenizer;
  }

  async build(spec: RunSpec): Promise<BuiltContext> {
    const em = this.#fork();
    const settings = settingsOf(spec.parameters);
    const contextWindow = this.#catalogue.contextWindow(spec.modelId);
    const ownTokens = (await this.#count(spec.systemPrompt)) + (await this.#count(spec.continued));
    const { found: retrieved, used } = await this.#retrieve(em, spec, contextWindow);
    const fixedTokens = ownTokens + (retrieved?.promptTokens ?? 0);
    const budget = historyBudget(contextWindow, fixedTokens, settings);
    const { entries, droppedCount, summary } = await this.#history(em, spec, budget);
    const systemPrompt = [spec.systemPrompt, retrieved?.instructions].filter(Boolean).join('\n\n');
    const messages = contextMessages(systemPrompt, entries, spec.continued, {
      summary: summary?.prompt,
      material: retrieved?.material,
    });
    const summaryTokens = summary?.tokens ?? 0;
    const entryTokens = entries.reduce((sum, entry) => sum + entry.tokenCount, 0);
    return {
      messages,
      settings,
      chunks: retrieved?.chunks,
      question: spec.continued ? undefined : spec.questionText,
      context: {
        messageCount: entries.length,
        droppedMessageCount: droppedCount,
        promptTokens: fixedTokens + summaryTokens + entryTokens + messages.length * TOKENS_PER_MESSAGE,
        passageTokens: retrieved?.promptTokens ?? 0,
        contextWindow,
        retrieval: used,
        historyTokens: summaryTokens + tokensOf(entries),
        historyBudget: budget,
        summary: summary && { id: summary.summaryId, messageCount: summary.messageCount, tokens: summaryTokens },
      },
    };
  }

  /** The turns that fit. Only where some do not, a summary of the older ones is looked for. */
  async #history(
    em: SqlEntityManager,
    spec: RunSpec,
    budget: number,
  ): Promise<History & { summary: Recollection | null }> {
    const { questionId, sessionId } = spec;
    const newest = firstEntryOf(spec) ?? (await findHistory(em, questionId, budget, TOKENS_PER_MESSAGE));
    const isLooked = newest.droppedCount > 0 && spec.usesSummaries;
    const summary = isLooked ? await this.#memory.recall(em, sessionId, questionId, budget) : null;
    if (!summary) return { ...fromQuestion(newest), summary };
    return { ...behindSummary(newest, summary.messageCount, budget - summary.tokens), summary };
  }

  async #retrieve(em: SqlEntityManager, spec: RunSpec, contextWindow: number | null): Promise<QuestionMaterial> {
    const { ownerId, sessionId, documentIds, hasDocuments, questionText } = spec;
    const window = contextWindow ?? ASSUMED_CONTEXT_WINDOW;
    const tokenBudget = Math.min(CHUNK_BUDGET, Math.floor(window * CHUNK_SHARE));
    const request = { ownerId, sessionId, documentIds, hasDocuments, question: questionText, tokenBudget };
    const material = await this.#retrieval.retrieveForQuestion(em, request);
    const { found, used } = material;
    if (!found || documentIds.length > 0 || isAboutChunks(questionText, found.chunks)) return material;
    return { found: { chunks: [], instructions: '', material: '', promptTokens: 0 }, used };
  }

  async #count(text: string | null): Promise<number> {
    return text ? this.#tokenizer.countTokensInSlices(text) : 0;
  }
}

/** The first question of a branch is its whole history, and it is at hand. */
function firstEntryOf(spec: RunSpec): History | null {
  const { questionId, questionText, firstQuestionTokens } = spec;
  if (firstQuestionTokens === null) return null;
  const entry = { messageId: questionId, role: MessageRole.USER, text: questionText, tokenCount: firstQuestionTokens };
  return { entries: [entry], droppedCount: 0 };
}

function settingsOf(parameters: GenerationParameters): GenerationSettings {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as GenerationSettings;
}
