import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isBlank } from '@parley/inputs';
import { type Expression, type RawBuilder, sql } from 'kysely';
import type { DocumentScope } from '../../../ports/vector-store.ts';
import { quoted } from '../../../kernel/quoted.ts';
import type { GivenChunk } from '../../../ports/language-model.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import { Collection } from '../collections/collection.entity.ts';
import type { RetrievalOptions } from './retrieval-options.rules.ts';
import { SearchMode } from './search.type.ts';
import { retrievalOf } from './session-retrieval.service.ts';
import { searchableScope } from './document-scopes.ts';
import { type ChunkPrompt, chunkPrompt, locationLabel } from './chunk-prompt.rules.ts';
import { type FoundChunk, type ChunkSearch } from './chunk-search.ts';
import { withNeighboursJoined, withoutNearDuplicates } from './found-chunks.rules.ts';

/** Tokens of the prompt that chunks may take. */
export const CHUNK_BUDGET = 5_120;
/** Tokens that number, name and place of a chunk take. */
const TOKENS_PER_CHUNK = 24;
/** At least so many are looked at: near-duplicates among them are replaced by the next. */
const CONSIDERED = 20;
/** Longer questions are cut: what a search can use of them is at their beginning. */
const MAX_QUESTION = 2_000;

export interface RetrievalRequest {
  ownerId: string;
  question: string;
  /** The conversation: its own documents are looked into, those of other conversations are not. */
  sessionId: string;
  /** Whether there is any document to look into; null to find out. */
  hasDocuments: boolean | null;
  /** Documents that came with the question; given, only these are looked into. */
  documentIds?: readonly string[] | undefined;
  /** Tokens the chunks may take; less where the model's window is small. */
  tokenBudget?: number | undefined;
}

export interface NumberedChunk extends GivenChunk {
  chunkId: string;
  documentId: string;
  /** Where it stands in the document, in words; empty when unknown. */
  location: string;
}

export interface Retrieved extends ChunkPrompt {
  /** Numbered from 1. Empty when nothing fits. */
  chunks: NumberedChunk[];
  promptTokens: number;
}

/** How documents were looked into for one answer. */
export interface UsedRetrieval {
  /** False when the conversation has it switched off: nothing was looked for. */
  isEnabled: boolean;
  mode: SearchMode;
  topK: number;
  minScore: number;
  /** Names of the collections that were looked into, as they were called then; null for all. */
  collections: string[] | null;
  /** How many documents came with the question, if only these were looked into; else null. */
  documentCount: number | null;
  /** Tokens the chunks may have taken. */
  tokenBudget: number;
  /** What questions were embedded with, `none` for words alone. */
  embedder: string;
}

/** What is known from documents for a question. */
export interface QuestionMaterial {
  /** Null when nothing was looked for. */
  found: Retrieved | null;
  /** Null when there is no document to look into. */
  used: UsedRetrieval | null;
}

/** Finds what a question is answered from. */
export class QuestionRetrieval {
  readonly #search: ChunkSearch;
  readonly #tokenizer: Tokenizer;

  constructor(search: ChunkSearch, tokenizer: Tokenizer) {
    this.#search = search;
    this.#tokenizer = tokenizer;
  }

  /**
   * The chunks of the person's documents that fit a question, numbered, with the prompt that makes a model cite them,
   * looked for as the conversation says. The caller has checked whose conversation and documents they are.
   */
  async retrieveForQuestion(em: SqlEntityManager, request: RetrievalRequest): Promise<QuestionMaterial> {
    const { question, sessionId, documentIds = [] } = request;
    if (isBlank(question) || !(await this.#canFind(em, request))) return { found: null, used: null };
    const options = await retrievalOf(em, sessionId);
    const used = await this.#used(em, request, options);
    if (!used.isEnabled) return { found: null, used };
    const { excludedDocumentIds } = options;
    const asked =
      documentIds.length > 0
        ? { documentIds }
        : { sessionId, excludedDocumentIds, collectionIds: options.collectionIds ?? undefined };
    const scope = await searchableScope(em, { ownerId: request.ownerId, ...asked });
    return { found: await this.#retrieve(em, request, scope, used), used };
  }

  async #canFind(em: SqlEntityManager, { ownerId, hasDocuments: known }: RetrievalRequest): Promise<boolean> {
    if (known !== null) return known;
    const { rows } = await sql<{ found: boolean }>`select ${hasDocuments(sql.val(ownerId))} as found`.execute(
      em.getKysely(),
    );
    return rows[0]!.found;
  }

  async #used(em: SqlEntityManager, request: RetrievalRequest, options: RetrievalOptions): Promise<UsedRetrieval> {
    const { documentIds = [], ownerId, tokenBudget = CHUNK_BUDGET } = request;
    const isLimited = documentIds.length > 0;
    const { mode, topK, minScore, collectionIds } = options;
    return {
      isEnabled: options.isEnabled || isLimited,
      mode: mode === SearchMode.SEMANTIC && !this.#search.hasEmbedder ? SearchMode.HYBRID : mode,
      topK,
      minScore,
      collections: isLimited ? null : await collectionNames(em, ownerId, collectionIds),
      documentCount: isLimited ? documentIds.length : null,
      tokenBudget,
      embedder: mode === SearchMode.KEYWORD ? 'none' : this.#search.embedderId,
    };
  }

  async #retrieve(
    em: SqlEntityManager,
    { ownerId, question, sessionId }: RetrievalRequest,
    scope: DocumentScope,
    { mode, minScore, topK, tokenBudget }: UsedRetrieval,
  ): Promise<Retrieved> {
    const text = question.slice(0, MAX_QUESTION).toWellFormed().replaceAll('\0', ' ');
    const found = await this.#search.find(em, scope, text, mode, sessionId);
    const fitting = found.slice(0, Math.max(CONSIDERED, 2 * topK)).filter(({ score }) => score >= minScore);
    const chosen = withoutNearDuplicates(fitting).slice(0, topK);
    const chunks = await numbered(em, ownerId, withNeighboursJoined(await this.#withinBudget(chosen, tokenBudget)));
    const prompt = chunkPrompt(chunks, randomUUID().replaceAll('-', ''));
    const texts = [prompt.instructions, prompt.material];
    const [own, given] = await Promise.all(texts.map((each) => this.#tokenizer.countTokensInSlices(each)));
    return { chunks, ...prompt, promptTokens: own! + given! };
  }

  /** The best chunks that fit together. */
  async #withinBudget(chunks: readonly FoundChunk[], budget: number): Promise<FoundChunk[]> {
    let left = budget;
    const kept: FoundChunk[] = [];
    for (const chunk of chunks) {
      const tokens = (await this.#tokenizer.countTokensInSlices(quoted(chunk.text))) + TOKENS_PER_CHUNK;
      if (tokens > left) continue;
      left -= tokens;
      kept.push(chunk);
    }
    return kept;
  }
}

/** SQL of whether a person has any document that can be looked into. */
export const hasDocuments = (ownerId: Expression<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists(select from documents where owner_id = ${ownerId} and is_active and status = 'READY')`;

async function collectionNames(
  em: SqlEntityManager,
  ownerId: string,
  ids: readonly string[] | null,
): Promise<string[] | null> {
  if (ids === null) return null;
  const where = { id: { $in: [...ids] }, owner: ownerId };
  const collections = await em.find(Collection, where, { fields: ['name'], orderBy: { name: 'asc' } });
  return collections.map(({ name }) => name);
}

async function numbered(em: SqlEntityManager, ownerId: string, found: readonly FoundChunk[]): Promise<NumberedChunk[]> {
  const ids = found.map(({ chunkId }) => chunkId);
  const rows = await em.find(Chunk, { id: { $in: ids }, owner: ownerId }, { populate: ['document'] });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found
    .filter(({ chunkId }) => byId.has(chunkId))
    .map(({ chunkId, documentId, text, score, similarity }, index) => {
      const row = byId.get(chunkId)!;
      const documentName = row.document.unwrap().fileName;
      return {
        number: index + 1,
        chunkId,
        documentId,
        documentName,
        location: locationLabel(row.location),
        text,
        score,
        similarity,
      };
    });
}
