import type { SqlEntityManager } from '@mikro-orm/sql';
import { scopeCondition, sqlArray } from '../../../db/sql/scope-condition.ts';
import type { DocumentMetadata, DocumentScope } from '../../../ports/vector-store.ts';
import type { IndexedChunk } from '../documents/chunk-index.ts';
import { inverseFrequency, saturation } from './bm25.rules.ts';
import { countStems, stemOf, TERM_RANGE, termNumber } from '../../../text-search/terms.ts';

export interface LexiconStatistics {
  chunkCount: number;
  averageLength: number;
  /** In how many chunks of the owner each stem is. */
  counts: ReadonlyMap<string, number>;
}

/** A typical chunk: only the order of candidates depends on it, their scores are computed from their texts. */
const TYPICAL_LENGTH = 120;
/** Words in more chunks than this altogether are not looked up: the rarer ones of the question decide. */
const MAX_POSTINGS = 4_000;
/** A question of more words than this is looked up by its rarest. */
const MAX_TERMS = 48;

/** Which chunks of a person have which words: an index of stems, and how many chunks have each. */
export class LexicalIndex {
  /** Writes the words of chunks that are new. */
  async add(em: SqlEntityManager, texts: readonly IndexedChunk[]): Promise<void> {
    if (texts.length === 0) return;
    const rows = texts.map(({ text, chunkId, ownerId, documentId, collectionId, metadata }) => {
      const { counts, length } = countStems(text);
      const weights = new Map<number, number>();
      for (const [stem, count] of counts) {
        weights.set(termNumber(ownerId, stem), Number(saturation(count, length, TYPICAL_LENGTH).toFixed(3)));
      }
      const terms = [...weights.keys()].sort((a, b) => a - b);
      return {
        chunk_id: chunkId,
        owner_id: ownerId,
        document_id: documentId,
        collection_id: collectionId,
        metadata,
        length,
        terms,
        weights: sparse(terms.map((term) => [term, weights.get(term)!])),
      };
    });
    await em.execute(
      `insert into chunk_terms (chunk_id, owner_id, document_id, collection_id, metadata, length, terms, weights)
       select chunk_id, owner_id, document_id, collection_id, metadata, length, terms, weights::sparsevec
       from jsonb_to_recordset(?::jsonb) as added
         (chunk_id uuid, owner_id uuid, document_id uuid, collection_id uuid, metadata jsonb, length int, terms int[], weights text)
       on conflict (chunk_id) do nothing`,
      [JSON.stringify(rows)],
    );
  }

  /** Gives the chunks of a document another collection and other metadata. */
  async updateMetadata(em: SqlEntityManager, document: DocumentMetadata): Promise<void> {
    const { ownerId, documentId, collectionId, metadata } = document;
    await em.execute(
      'update chunk_terms set collection_id = ?, metadata = ?::jsonb where document_id = ? and owner_id = ?',
      [collectionId, JSON.stringify(metadata), documentId, ownerId],
    );
  }

  /** What is known about the words of a question in an owner's chunks. */
  async statistics(em: SqlEntityManager, ownerId: string, words: readonly string[]): Promise<LexiconStatistics> {
    const stems = new Map(words.map((word) => [termNumber(ownerId, stemOf(word)), stemOf(word)]));
    const [total, counted] = [
      await em.execute<{ chunkCount: number; totalLength: number }[]>(
        'select chunk_count as "chunkCount", total_length::float8 as "totalLength" from lexicon_totals where owner_id = ?',
        [ownerId],
      ),
      await em.execute<{ term: number; count: number }[]>(
        'select term, chunk_count as count from term_counts where owner_id = ? and term = any(?::int[])',
        [ownerId, sqlArray([...stems.keys()])],
      ),
    ];
    const { chunkCount = 0, totalLength = 0 } = total[0] ?? {};
    return {
      chunkCount,
      averageLength: chunkCount > 0 ? totalLength / chunkCount : 0,
      counts: new Map(counted.map(({ term, count }) => [stems.get(term)!, count])),
    };
  }

  /** Ids of the chunks of the scope that share the most telling words with a question, best first. */
  async candidates(
    em: SqlEntityManager,
    scope: DocumentScope,
    words: readonly string[],
    statistics: LexiconStatistics,
    limit: number,
  ): Promise<string[]> {
    const known = [...new Set(words.map(stemOf))]
      .map((stem) => ({ stem, count: statistics.counts.get(stem) ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.count - b.count);
    if (known.length === 0) return [];
    const weight = ({ stem, count }: { stem: string; count: number }): [number, number] => [
      termNumber(scope.ownerId, stem),
      Number(inverseFrequency(statistics.chunkCount, count).toFixed(3)),
    ];
    const looked = rarest(known).map(({ stem }) => termNumber(scope.ownerId, stem));
    const question = sparse(known.map(weight).sort(([a], [b]) => a - b));
    const where = scopeCondition(scope);
    const rows = await em.execute<{ chunkId: string }[]>(
      `select chunk_id as "chunkId" from chunk_terms where terms && ?::int[] and ${where.sql}
       order by weights <#> ?::sparsevec, chunk_id limit ?`,
      [sqlArray(looked), ...where.parameters, question, limit],
    );
    return rows.map(({ chunkId }) => chunkId);
  }
}

/** The rarest words of a question, as many as lead to a bounded number of chunks; at least one. */
function rarest<T extends { count: number }>(known: readonly T[]): T[] {
  let postings = 0;
  return known.slice(0, MAX_TERMS).filter(({ count }, index) => {
    postings += count;
    return index === 0 || postings <= MAX_POSTINGS;
  });
}

/** A sparse vector as PostgreSQL writes it; places from 1, in order. */
const sparse = (entries: readonly (readonly [number, number])[]): string =>
  `{${entries.map(([place, value]) => `${place}:${value}`).join(',')}}/${TERM_RANGE}`;
