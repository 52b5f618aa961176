import type { SqlEntityManager } from '@mikro-orm/sql';
import type { GivenPassage } from '../../../ports/language-model.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { Chunk } from '../chunk.entity.ts';
import { Document, DocumentStatus } from '../document.entity.ts';
import { searchableScope } from './document-scopes.ts';
import { passagePrompt, placeOf } from './passage-prompt.rules.ts';
import { type FoundPassage, type PassageSearch } from './passage-search.ts';
import { withNeighboursJoined, withoutNearDuplicates } from './passages.rules.ts';

export const DEFAULT_PASSAGES = 5;
/** Tokens of the prompt that passages may take. */
export const PASSAGE_BUDGET = 5_120;
/** Tokens that number, name and place of a passage take. */
const TOKENS_PER_PASSAGE = 24;
/** More than these are never looked at: near-duplicates among them are replaced by the next. */
const CONSIDERED = 20;
/** Longer questions are cut: what a search can use of them is at their beginning. */
const MAX_QUESTION = 2_000;
/** Passages that fit worse than this part of the best one are left out. */
const DEFAULT_MIN_SCORE = 0.1;

export interface RetrievalRequest {
  ownerId: string;
  question: string;
  /** The conversation: its own documents are looked into, those of other conversations are not. */
  sessionId: string;
  /** Documents that came with the question; given, only these are looked into. */
  documentIds?: readonly string[] | undefined;
  collectionId?: string | undefined;
  /** Most passages, 1 to 20. */
  topK?: number | undefined;
  /** 0 to 1. */
  minScore?: number | undefined;
  /** Tokens the passages may take; less where the model's window is small. */
  tokenBudget?: number | undefined;
}

export interface NumberedPassage extends GivenPassage {
  chunkId: string;
  documentId: string;
  /** Where it stands in the document, in words; empty when unknown. */
  place: string;
}

export interface Retrieved {
  /** Numbered from 1. Empty when nothing fits. */
  passages: NumberedPassage[];
  /** What goes into the prompt, before the question. */
  prompt: string;
  promptTokens: number;
}

/** Finds what a question is answered from. */
export class QuestionRetrieval {
  readonly #search: PassageSearch;
  readonly #tokenizer: Tokenizer;

  constructor(search: PassageSearch, tokenizer: Tokenizer) {
    this.#search = search;
    this.#tokenizer = tokenizer;
  }

  /**
   * The passages of the person's documents that fit a question, numbered, with the prompt that makes a model cite them;
   * null when there is no document to look into. The caller has checked whose conversation and documents they are.
   */
  async retrieveForQuestion(em: SqlEntityManager, request: RetrievalRequest): Promise<Retrieved | null> {
    const { ownerId, question, sessionId, documentIds, collectionId } = request;
    if (question.trim() === '' || !(await hasDocuments(em, ownerId))) return null;
    const given = documentIds?.length ? documentIds : undefined;
    const session = given ? undefined : sessionId;
    const scope = await searchableScope(em, { ownerId, documentIds: given, collectionId, sessionId: session });
    const found = await this.#search.find(
      em,
      scope,
      question.slice(0, MAX_QUESTION).toWellFormed().replaceAll('\0', ' '),
      'HYBRID',
    );
    const fitting = found.slice(0, CONSIDERED).filter(({ score }) => score >= (request.minScore ?? DEFAULT_MIN_SCORE));
    const chosen = withoutNearDuplicates(fitting).slice(0, request.topK ?? DEFAULT_PASSAGES);
    const affordable = await this.#withinBudget(chosen, request.tokenBudget ?? PASSAGE_BUDGET);
    const passages = await numbered(em, ownerId, withNeighboursJoined(affordable));
    const prompt = passagePrompt(passages);
    return { passages, prompt, promptTokens: await this.#tokenizer.countTokensInSlices(prompt) };
  }

  /** The best passages that fit together. */
  async #withinBudget(passages: readonly FoundPassage[], budget: number): Promise<FoundPassage[]> {
    let left = budget;
    const kept: FoundPassage[] = [];
    for (const passage of passages) {
      const tokens = (await this.#tokenizer.countTokensInSlices(passage.text)) + TOKENS_PER_PASSAGE;
      if (tokens > left) continue;
      left -= tokens;
      kept.push(passage);
    }
    return kept;
  }
}

async function hasDocuments(em: SqlEntityManager, ownerId: string): Promise<boolean> {
  return (
    (await em.findOne(
      Document,
      { owner: ownerId, isActive: true, status: DocumentStatus.READY },
      { fields: ['id'] },
    )) !== null
  );
}

async function numbered(
  em: SqlEntityManager,
  ownerId: string,
  found: readonly FoundPassage[],
): Promise<NumberedPassage[]> {
  const ids = found.map(({ chunkId }) => chunkId);
  const chunks = await em.find(Chunk, { id: { $in: ids }, owner: ownerId }, { populate: ['document'] });
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  return found
    .filter(({ chunkId }) => byId.has(chunkId))
    .map(({ chunkId, documentId, text, score, similarity }, index) => {
      const chunk = byId.get(chunkId)!;
      const documentName = chunk.document.unwrap().fileName;
      return {
        number: index + 1,
        chunkId,
        documentId,
        documentName,
        place: placeOf(chunk.location),
        text,
        score,
        similarity,
      };
    });
}
