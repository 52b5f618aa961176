import type { SqlEntityManager } from '@mikro-orm/sql';
import { scopeCondition, sqlArray } from '../../../db/sql/scope-condition.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import type { DocumentScope, VectorMatch, VectorStore } from '../../../ports/vector-store.ts';
import { type EmbeddingMeter, type EmbeddingPayer, embedFor } from '../indexing/embedding-meter.ts';
import { Bm25 } from '../indexing/bm25.rules.ts';
import { byScore, type Candidate, DENSE_WEIGHT, fuse, type Scored } from './fusion.rules.ts';
import { GramSample } from './gram-sample.ts';
import { meanEnglishScore } from '../../../text-search/english-score.ts';
import { LexicalIndex, type LexiconStatistics } from '../indexing/lexical-index.ts';
import { charNgrams, soughtWords } from '../../../text-search/terms.ts';

export type SearchKind = 'HYBRID' | 'SEMANTIC' | 'KEYWORD';

export interface FoundChunk extends Scored {
  documentId: string;
  ordinal: number;
  text: string;
}

/** How many candidates each half gives. */
const CANDIDATES = 100;
/** In English a stemmer knows the forms of words, and runs of letters only help out. */
const GRAM_WEIGHT = { english: 0.5, other: 1 };

/** What a question's words and its vector have led to. */
interface Halves {
  words: readonly string[];
  statistics: LexiconStatistics;
  worded: readonly string[];
  vector: Float32Array | null;
  near: readonly VectorMatch[];
}

interface ChunkText {
  documentId: string;
  ordinal: number;
  text: string;
}

/** Finds chunks by words and by meaning. Both halves ask the database for the owner's chunks only. */
export class ChunkSearch {
  readonly #embedder: Embedder | null;
  readonly #vectors: VectorStore;
  readonly #log: Log;
  readonly #meter: EmbeddingMeter | null;
  readonly #words = new LexicalIndex();
  readonly #grams = new GramSample();

  constructor(embedder: Embedder | null, vectors: VectorStore, log: Log, meter: EmbeddingMeter | null = null) {
    this.#embedder = embedder;
    this.#meter = meter;
    this.#vectors = vectors;
    this.#log = log;
  }

  /** False when nothing can be searched by meaning. */
  get hasEmbedder(): boolean {
    return this.#embedder !== null;
  }

  /** What questions are embedded with; `none` when nothing can be searched by meaning. */
  get embedderId(): string {
    return this.#embedder?.id ?? 'none';
  }

  /**
   * All candidates of the scope, best first. When the embedder fails, words alone decide, unless meaning alone was asked for.
   * @param sessionId the conversation the question is asked in, for the account.
   */
  async find(
    em: SqlEntityManager,
    scope: DocumentScope,
    question: string,
    kind: SearchKind,
    sessionId?: string,
  ): Promise<FoundChunk[]> {
    // An empty list is no condition that every store could be asked.
    if (scope.collectionIds?.length === 0 || scope.documentIds?.length === 0) return [];
    const payer = { ownerId: scope.ownerId, sessionId };
    const vector = kind === 'KEYWORD' ? null : await this.#vectorOf(question, kind, payer);
    const nearest = vector && this.#embedder ? this.#nearest(scope, vector) : [];
    if (kind === 'SEMANTIC') return this.#bySimilarity(em, scope, await nearest);
    const words = soughtWords(question);
    const [near, { statistics, worded }] = await Promise.all([nearest, this.#worded(em, scope, words)]);
    return this.#byWords(em, scope, { words, statistics, worded, vector, near }, kind);
  }

  async #worded(em: SqlEntityManager, scope: DocumentScope, words: readonly string[]) {
    const statistics = await this.#words.statistics(em, scope.ownerId, words);
    return { statistics, worded: await this.#words.candidates(em, scope, words, statistics, CANDIDATES) };
  }

  async #byWords(
    em: SqlEntityManager,
    scope: DocumentScope,
    { words, statistics, worded, vector, near }: Halves,
    kind: SearchKind,
  ): Promise<FoundChunk[]> {
    const ids = new Set([...worded, ...near.map(({ chunkId }) => chunkId)]);
    const chunks = await readChunks(em, scope, [...ids]);
    const english = meanEnglishScore([...chunks.values()].slice(0, 20).map(({ text }) => text));
    const gramCount = words.some((word) => charNgrams(word).length > 0)
      ? await this.#grams.estimates(em, scope.ownerId, statistics.chunkCount)
      : () => 0;
    const gramWeight = GRAM_WEIGHT.other + (GRAM_WEIGHT.english - GRAM_WEIGHT.other) * english;
    const countOf = (term: string): number =>
      term.startsWith('~') ? gramCount(term) : (statistics.counts.get(term) ?? 0);
    const bm25 = new Bm25(words, { ...statistics, countOf }, gramWeight);
    const similarities = await this.#similarities(scope, vector, near, worded);
    const candidates: Candidate[] = [...chunks].map(([chunkId, { text }]) => ({
      chunkId,
      lexical: bm25.score(text),
      similarity: similarities.get(chunkId) ?? null,
    }));
    const dense = kind === 'KEYWORD' || !vector ? 0 : DENSE_WEIGHT * (this.#embedder!.isEnglishOnly ? english : 1);
    return fuse(candidates, dense)
      .filter(({ lexical }) => kind === 'HYBRID' || lexical > 0)
      .map((scored) => ({ ...scored, ...chunks.get(scored.chunkId)! }));
  }

  async #bySimilarity(em: SqlEntityManager, scope: DocumentScope, near: readonly VectorMatch[]): Promise<FoundChunk[]> {
    const chunks = await readChunks(
      em,
      scope,
      near.map(({ chunkId }) => chunkId),
    );
    const found = near.filter(({ chunkId }) => chunks.has(chunkId));
    return byScore(
      found.map(({ chunkId, similarity }) => ({
        chunkId,
        similarity,
        lexical: 0,
        score: Math.min(1, Math.max(0, similarity)),
        ...chunks.get(chunkId)!,
      })),
    );
  }

  async #vectorOf(question: string, kind: SearchKind, payer: EmbeddingPayer): Promise<Float32Array | null> {
    if (!this.#embedder) return null;
    try {
      const request = { texts: [question], kind: 'query' as const };
      return (await embedFor(payer, this.#embedder, this.#meter, request))[0]!;
    } catch (error) {
      if (kind === 'SEMANTIC') throw error;
      this.#log.warn({ error }, 'question could not be embedded: using keyword search only');
      return null;
    }
  }

  #nearest(scope: DocumentScope, vector: Float32Array): Promise<VectorMatch[]> {
    return this.#vectors.nearest({ ...scope, embedderId: this.#embedder!.id }, vector, CANDIDATES);
  }

  /** Of all candidates: those that only the words found are compared too. */
  async #similarities(
    scope: DocumentScope,
    vector: Float32Array | null,
    near: readonly VectorMatch[],
    worded: readonly string[],
  ): Promise<Map<string, number>> {
    const known = new Map(near.map(({ chunkId, similarity }) => [chunkId, similarity]));
    const missing = worded.filter((chunkId) => !known.has(chunkId));
    if (!vector || missing.length === 0) return known;
    const others = await this.#vectors.similarities(
      { ownerId: scope.ownerId, embedderId: this.#embedder!.id },
      vector,
      missing,
    );
    for (const { chunkId, similarity } of others) known.set(chunkId, similarity);
    return known;
  }
}

/** The chunks of the scope among these ids: a store outside the database may know some that are gone or moved. */
async function readChunks(
  em: SqlEntityManager,
  scope: DocumentScope,
  ids: readonly string[],
): Promise<Map<string, ChunkText>> {
  if (ids.length === 0) return new Map();
  const where = scopeCondition(scope);
  const rows = await em.execute<(ChunkText & { id: string })[]>(
    `select id, document_id as "documentId", ordinal, text from chunks where id = any(?::uuid[]) and ${where.sql}`,
    [sqlArray(ids), ...where.parameters],
  );
  return new Map(rows.map(({ id, ...chunk }) => [id, chunk]));
}
