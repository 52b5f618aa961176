import type { SqlEntityManager } from '@mikro-orm/sql';
import { scopeCondition, sqlArray } from '../../db/sql/scope-condition.ts';
import { joinConditions, type SqlPart } from '../../db/sql/metadata-condition.ts';
import type { DocumentMetadata, VectorMatch, VectorPoint, VectorScope, VectorStore } from '../../ports/vector-store.ts';

/**
 * This many vectors of a person are compared one by one, which is as fast as an index, and exact. Only what is more
 * goes into the index: writing it costs as much as embedding does.
 */
const EXACT_UP_TO = 5_000;
/** Longer vectors cannot be indexed by pgvector. */
const MAX_INDEXED_DIMENSIONS = 2_000;
const WRITE_BATCH = 200;
/** Neighbours an index search looks at: the more, the more exact and the slower. */
const EF_SEARCH = 160;

/** Vectors in the database itself: deleted with their chunks, in the same transaction. */
export class PgVectorStore implements VectorStore {
  readonly id = 'pgvector';
  readonly #fork: () => SqlEntityManager;
  readonly #exactUpTo: number;
  /** Lengths of vectors that have an index. */
  readonly #indexed = new Set<number>([384]);

  constructor(fork: () => SqlEntityManager, exactUpTo: number = EXACT_UP_TO) {
    this.#fork = fork;
    this.#exactUpTo = exactUpTo;
  }

  async upsert(embedderId: string, points: readonly VectorPoint[]): Promise<void> {
    const em = this.#fork();
    if (points.length > 0) await this.#ensureIndex(em, points[0]!.vector.length);
    for (let start = 0; start < points.length; start += WRITE_BATCH) {
      const rows = points.slice(start, start + WRITE_BATCH).map((point) => ({
        chunk_id: point.chunkId,
        owner_id: point.ownerId,
        document_id: point.documentId,
        collection_id: point.collectionId,
        precision: point.precision,
        embedding: vectorText(point.vector),
        metadata: point.metadata,
      }));
      await em.execute(
        `insert into chunk_vectors (chunk_id, embedder_id, owner_id, document_id, collection_id, precision, embedding, metadata)
         select chunk_id, ?, owner_id, document_id, collection_id, precision, embedding::vector, metadata
         from jsonb_to_recordset(?::jsonb) as point
           (chunk_id uuid, owner_id uuid, document_id uuid, collection_id uuid, precision text, embedding text, metadata jsonb)
         on conflict (chunk_id, embedder_id) do update
         set embedding = excluded.embedding, precision = excluded.precision, metadata = excluded.metadata,
           collection_id = excluded.collection_id`,
        [embedderId, JSON.stringify(rows)],
      );
    }
    // Longer vectors than pgvector can index are compared one by one, however many.
    if (points.length === 0 || points[0]!.vector.length > MAX_INDEXED_DIMENSIONS) return;
    for (const ownerId of new Set(points.map((point) => point.ownerId))) {
      await this.#fillIndex(em, embedderId, ownerId, points.length);
    }
  }

  async nearest(scope: VectorScope, vector: Float32Array, limit: number): Promise<VectorMatch[]> {
    const where = vectorCondition(scope);
    const asked = vectorText(vector);
    const em = this.#fork();
    if (!(await this.#needsIndex(em, scope))) return exact(em, where, asked, limit);
    const compared = await exact(
      em,
      joinConditions([where, { sql: 'not is_indexed', parameters: [] }], 'and'),
      asked,
      limit,
    );
    const looked = await this.#byIndex(em, where, vector.length, asked, limit);
    return [...compared, ...looked].sort((a, b) => b.similarity - a.similarity).slice(0, limit);
  }

  #byIndex(
    em: SqlEntityManager,
    where: SqlPart,
    dimensions: number,
    asked: string,
    limit: number,
  ): Promise<VectorMatch[]> {
    const type = `vector(${dimensions})`;
    return em.transactional(async (tx) => {
      await tx.execute(`set local hnsw.ef_search = ${EF_SEARCH}`);
      // Goes on until enough neighbours are in the scope.
      await tx.execute('set local hnsw.iterative_scan = strict_order');
      return tx.execute<VectorMatch[]>(
        `select chunk_id as "chunkId", 1 - (embedding::${type} <=> ?::${type}) as similarity from chunk_vectors
         where is_indexed and vector_dims(embedding) = ${dimensions} and ${where.sql}
         order by embedding::${type} <=> ?::${type} limit ?`,
        [asked, ...where.parameters, asked, limit],
      );
    });
  }

  async similarities(
    { ownerId, embedderId }: Pick<VectorScope, 'ownerId' | 'embedderId'>,
    vector: Float32Array,
    chunkIds: readonly string[],
  ): Promise<VectorMatch[]> {
    if (chunkIds.length === 0) return [];
    return this.#fork().execute<VectorMatch[]>(
      `select chunk_id as "chunkId", 1 - (embedding <=> ?::vector) as similarity from chunk_vectors
       where chunk_id = any(?::uuid[]) and owner_id = ? and embedder_id = ?`,
      [vectorText(vector), sqlArray(chunkIds), ownerId, embedderId],
    );
  }

  async updateMetadata({ ownerId, documentId, collectionId, metadata }: DocumentMetadata): Promise<void> {
    await this.#fork().execute(
      'update chunk_vectors set collection_id = ?, metadata = ?::jsonb where document_id = ? and owner_id = ?',
      [collectionId, JSON.stringify(metadata), documentId, ownerId],
    );
  }

  async deleteDocument(ownerId: string, documentId: string): Promise<void> {
    await this.#fork().execute('delete from chunk_vectors where document_id = ? and owner_id = ?', [
      documentId,
      ownerId,
    ]);
  }

  async deleteOtherEmbedders(collectionId: string, embedderId: string): Promise<void> {
    await this.#fork().execute('delete from chunk_vectors where collection_id = ? and embedder_id <> ?', [
      collectionId,
      embedderId,
    ]);
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#fork().execute('delete from chunk_vectors where owner_id = ?', [ownerId]);
  }

  /** False when the owner has nothing in the index, or the scope names so few chunks that comparing is faster. */
  async #needsIndex(em: SqlEntityManager, { ownerId, embedderId, documentIds }: VectorScope): Promise<boolean> {
    const documents = documentIds ? 'and document_id = any(?::uuid[])' : '';
    const [row] = await em.execute<{ count: number }[]>(
      `select count(*)::int as count from (
         select 1 from chunk_vectors where owner_id = ? and embedder_id = ? and is_indexed ${documents} limit ?
       ) as first_ones`,
      [ownerId, embedderId, ...(documentIds ? [sqlArray(documentIds)] : []), this.#exactUpTo + 1],
    );
    return row!.count > (documentIds ? this.#exactUpTo : 0);
  }

  /** Moves the oldest vectors of an owner who has many into the index, twice as many as were just written at most. */
  async #fillIndex(em: SqlEntityManager, embedderId: string, ownerId: string, written: number): Promise<void> {
    const [row] = await em.execute<{ count: number }[]>(
      'select count(*)::int as count from chunk_vectors where owner_id = ? and embedder_id = ? and not is_indexed',
      [ownerId, embedderId],
    );
    const surplus = Math.min(row!.count - this.#exactUpTo, 2 * written);
    if (surplus <= 0) return;
    await em.execute(
      `update chunk_vectors set is_indexed = true where embedder_id = ? and chunk_id in (
         select chunk_id from chunk_vectors where owner_id = ? and embedder_id = ? and not is_indexed order by chunk_id limit ?
       )`,
      [embedderId, ownerId, embedderId, surplus],
    );
  }

  async #ensureIndex(em: SqlEntityManager, dimensions: number): Promise<void> {
    if (this.#indexed.has(dimensions) || dimensions > MAX_INDEXED_DIMENSIONS) return;
    await em.transactional(async (tx) => {
      // Over many vectors this takes longer than a statement usually may.
      await tx.execute('set local statement_timeout = 0');
      await tx.execute(
        `create index if not exists chunk_vectors_hnsw_${dimensions} on chunk_vectors
         using hnsw ((embedding::vector(${dimensions})) vector_cosine_ops) where is_indexed and vector_dims(embedding) = ${dimensions}`,
      );
    });
    this.#indexed.add(dimensions);
  }
}

/** Compares with every vector of the scope. */
function exact(em: SqlEntityManager, where: SqlPart, asked: string, limit: number): Promise<VectorMatch[]> {
  // The sum keeps the planner from the index, which would have to skip what others own.
  return em.execute<VectorMatch[]>(
    `select chunk_id as "chunkId", 1 - distance as similarity from (
       select chunk_id, (embedding <=> ?::vector) + 0 as distance from chunk_vectors
       where vector_dims(embedding) = vector_dims(?::vector) and ${where.sql}
     ) as compared order by distance limit ?`,
    [asked, asked, ...where.parameters, limit],
  );
}

/** Six decimals hold more than eight-bit weights know. */
const vectorText = (vector: Float32Array): string => `[${Array.from(vector, (value) => value.toFixed(6)).join(',')}]`;

const vectorCondition = (scope: VectorScope): SqlPart =>
  joinConditions([scopeCondition(scope), { sql: 'embedder_id = ?', parameters: [scope.embedderId] }], 'and');
