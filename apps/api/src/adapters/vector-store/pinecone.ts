import { z } from 'zod';
import type { DocumentMetadata, VectorMatch, VectorPoint, VectorScope, VectorStore } from '../../ports/vector-store.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { cosine, flatMetadata, remoteCondition } from './remote-points.ts';

const queriedSchema = z.object({ matches: z.array(z.object({ id: z.string(), score: z.number() })) });
const fetchedSchema = z.object({
  vectors: z.record(
    z.string(),
    z.object({ values: z.array(z.number()), metadata: z.object({ ownerId: z.string(), precision: z.string() }) }),
  ),
});
const statsSchema = z.object({ namespaces: z.record(z.string(), z.unknown()).optional() });
/** A request may have 2 MB. */
const WRITE_BATCH = 50;
/** Ids travel in the address. */
const FETCH_BATCH = 40;

/**
 * Vectors in a Pinecone index (metric cosine), a namespace for each embedder. What was written can be
 * found a moment later: the index is eventually consistent.
 */
export class PineconeStore implements VectorStore {
  readonly id = 'pinecone';
  readonly #service: JsonService;

  /** @param settings the index's own host, with https:// before it or without. */
  constructor({ host, apiKey }: { host: string; apiKey: string }) {
    this.#service = {
      label: 'Pinecone',
      baseUrl: host.includes('://') ? host : `https://${host}`,
      headers: { 'api-key': apiKey, 'x-pinecone-api-version': '2025-04' },
    };
  }

  async upsert(embedderId: string, points: readonly VectorPoint[]): Promise<void> {
    for (let start = 0; start < points.length; start += WRITE_BATCH) {
      const vectors = points.slice(start, start + WRITE_BATCH).map((point) => ({
        id: point.chunkId,
        values: [...point.vector],
        metadata: flatMetadata(point),
      }));
      await this.#post('/vectors/upsert', { namespace: embedderId, vectors });
    }
  }

  async nearest(scope: VectorScope, vector: Float32Array, limit: number): Promise<VectorMatch[]> {
    const answer = await this.#post('/query', {
      namespace: scope.embedderId,
      vector: [...vector],
      topK: limit,
      filter: remoteCondition(scope),
    });
    return queriedSchema.parse(answer).matches.map(({ id, score }) => ({ chunkId: id, similarity: score }));
  }

  async similarities(
    { ownerId, embedderId }: Pick<VectorScope, 'ownerId' | 'embedderId'>,
    vector: Float32Array,
    chunkIds: readonly string[],
  ): Promise<VectorMatch[]> {
    const matches: VectorMatch[] = [];
    for (let start = 0; start < chunkIds.length; start += FETCH_BATCH) {
      const vectors = await this.#fetch(embedderId, chunkIds.slice(start, start + FETCH_BATCH));
      for (const [chunkId, { values, metadata }] of Object.entries(vectors)) {
        if (metadata.ownerId === ownerId) matches.push({ chunkId, similarity: cosine(vector, values) });
      }
    }
    return matches;
  }

  async updateMetadata(document: DocumentMetadata, chunkIds: readonly string[]): Promise<void> {
    for (const namespace of await this.#namespaces()) {
      for (let start = 0; start < chunkIds.length; start += FETCH_BATCH) {
        const found = await this.#fetch(namespace, chunkIds.slice(start, start + FETCH_BATCH));
        // An update of its own leaves metadata it does not name: the whole vector is written again.
        const vectors = Object.entries(found)
          .filter(([, { metadata }]) => metadata.ownerId === document.ownerId)
          .map(
            ([
              id,
              {
                values,
                metadata: { precision },
              },
            ]) => ({
              id,
              values,
              metadata: flatMetadata({ ...document, precision }),
            }),
          );
        if (vectors.length > 0) await this.#post('/vectors/upsert', { namespace, vectors });
      }
    }
  }

  async #fetch(namespace: string, ids: readonly string[]): Promise<z.infer<typeof fetchedSchema>['vectors']> {
    const query = new URLSearchParams({ namespace });
    for (const id of ids) query.append('ids', id);
    return fetchedSchema.parse(await requestJson(this.#service, `/vectors/fetch?${query}`, { method: 'GET' })).vectors;
  }

  async deleteDocument(ownerId: string, documentId: string): Promise<void> {
    await this.#deleteWhere(remoteCondition({ ownerId, documentIds: [documentId] }));
  }

  async deleteOtherEmbedders(collectionId: string, embedderId: string): Promise<void> {
    await this.#deleteWhere({ collectionId: { $eq: collectionId } }, embedderId);
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#deleteWhere(remoteCondition({ ownerId }));
  }

  /** In every namespace: vectors may have been made by several embedders. */
  async #deleteWhere(filter: object, exceptNamespace?: string): Promise<void> {
    const chosen = (await this.#namespaces()).filter((namespace) => namespace !== exceptNamespace);
    for (const namespace of chosen) await this.#post('/vectors/delete', { namespace, filter });
  }

  async #namespaces(): Promise<string[]> {
    const { namespaces = {} } = statsSchema.parse(await this.#post('/describe_index_stats', {}));
    return Object.keys(namespaces);
  }

  #post(path: string, body: object): Promise<unknown> {
    return requestJson(this.#service, path, { body });
  }
}
