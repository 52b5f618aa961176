import { z } from 'zod';
import type { DocumentMetadata, VectorMatch, VectorPoint, VectorScope, VectorStore } from '../../ports/vector-store.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { cosine, flatMetadata, remoteCondition } from './remote-points.ts';

const collectionSchema = z.object({ id: z.string() });
const queriedSchema = z.object({ ids: z.array(z.array(z.string())), distances: z.array(z.array(z.number())) });
const describedSchema = z.object({ ids: z.array(z.string()), metadatas: z.array(z.record(z.string(), z.unknown())) });
const gotSchema = z.object({ ids: z.array(z.string()), embeddings: z.array(z.array(z.number())) });
const WRITE_BATCH = 200;
/** Of the names of our collections on a server that others may use too. */
const PREFIX = 'parley-';
const DATABASE = '/api/v2/tenants/default_tenant/databases/default_database/collections';

/** Vectors on a Chroma server, a collection for each embedder. */
export class ChromaStore implements VectorStore {
  readonly id = 'chroma';
  readonly #service: JsonService;
  /** Ids of collections by embedder. */
  readonly #collections = new Map<string, Promise<string>>();

  constructor({ url, token }: { url: string; token?: string | undefined }) {
    this.#service = { label: 'Chroma', baseUrl: url, ...(token ? { headers: { 'x-chroma-token': token } } : {}) };
  }

  async upsert(embedderId: string, points: readonly VectorPoint[]): Promise<void> {
    for (let start = 0; start < points.length; start += WRITE_BATCH) {
      const batch = points.slice(start, start + WRITE_BATCH);
      await this.#ask(embedderId, 'upsert', {
        ids: batch.map(({ chunkId }) => chunkId),
        embeddings: batch.map(({ vector }) => [...vector]),
        metadatas: batch.map(flatMetadata),
      });
    }
  }

  async nearest(scope: VectorScope, vector: Float32Array, limit: number): Promise<VectorMatch[]> {
    const answer = await this.#ask(scope.embedderId, 'query', {
      query_embeddings: [[...vector]],
      n_results: limit,
      where: remoteCondition(scope),
      include: ['distances'],
    });
    const { ids, distances } = queriedSchema.parse(answer);
    return ids[0]!.map((chunkId, index) => ({ chunkId, similarity: 1 - distances[0]![index]! }));
  }

  async similarities(
    { ownerId, embedderId }: Pick<VectorScope, 'ownerId' | 'embedderId'>,
    vector: Float32Array,
    chunkIds: readonly string[],
  ): Promise<VectorMatch[]> {
    if (chunkIds.length === 0) return [];
    const answer = await this.#ask(embedderId, 'get', {
      ids: chunkIds,
      where: remoteCondition({ ownerId }),
      include: ['embeddings'],
    });
    const { ids, embeddings } = gotSchema.parse(answer);
    return ids.map((chunkId, index) => ({ chunkId, similarity: cosine(vector, embeddings[index]!) }));
  }

  async updateMetadata(document: DocumentMetadata, chunkIds: readonly string[]): Promise<void> {
    for (const { id } of await this.#ownCollections()) {
      for (let start = 0; start < chunkIds.length; start += WRITE_BATCH) {
        await this.#describe(id, document, chunkIds.slice(start, start + WRITE_BATCH));
      }
    }
  }

  async #describe(collectionId: string, document: DocumentMetadata, chunkIds: readonly string[]): Promise<void> {
    const where = remoteCondition({ ownerId: document.ownerId });
    const got = await this.#request(`${DATABASE}/${collectionId}/get`, 'POST', {
      ids: chunkIds,
      where,
      include: ['metadatas'],
    });
    const { ids, metadatas } = describedSchema.parse(got);
    if (ids.length === 0) return;
    await this.#request(`${DATABASE}/${collectionId}/update`, 'POST', {
      ids,
      metadatas: metadatas.map((before) => ({
        // An update leaves what it does not name; null takes it away.
        ...Object.fromEntries(Object.keys(before).map((key) => [key, null])),
        ...flatMetadata({ ...document, precision: String(before['precision']) }),
      })),
    });
  }

  async deleteDocument(ownerId: string, documentId: string): Promise<void> {
    await this.#deleteWhere(remoteCondition({ ownerId, documentIds: [documentId] }));
  }

  async deleteOtherEmbedders(collectionId: string, embedderId: string): Promise<void> {
    await this.#deleteWhere({ collectionId: { $eq: collectionId } }, collectionName(embedderId));
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#deleteWhere(remoteCondition({ ownerId }));
  }

  /** In every collection of ours: vectors may have been made by several embedders. */
  async #deleteWhere(condition: object, exceptName?: string): Promise<void> {
    const all = await this.#ownCollections();
    for (const { id } of all.filter(({ name }) => name !== exceptName)) {
      await this.#request(`${DATABASE}/${id}/delete`, 'POST', { where: condition });
    }
  }

  async #ownCollections(): Promise<{ id: string; name: string }[]> {
    const all = z.array(z.object({ id: z.string(), name: z.string() })).parse(await this.#request(DATABASE, 'GET'));
    return all.filter(({ name }) => name.startsWith(PREFIX));
  }

  async #ask(embedderId: string, command: string, body: object): Promise<unknown> {
    return this.#request(`${DATABASE}/${await this.#collection(embedderId)}/${command}`, 'POST', body);
  }

  #collection(embedderId: string): Promise<string> {
    let id = this.#collections.get(embedderId);
    if (!id) {
      const body = {
        name: collectionName(embedderId),
        get_or_create: true,
        configuration: { hnsw: { space: 'cosine', ef_search: 160 } },
        metadata: { embedder: embedderId },
      };
      id = this.#request(DATABASE, 'POST', body).then((answer) => collectionSchema.parse(answer).id);
      id.catch(() => this.#collections.delete(embedderId));
      this.#collections.set(embedderId, id);
    }
    return id;
  }

  #request(path: string, method: 'GET' | 'POST', body?: object): Promise<unknown> {
    return requestJson(this.#service, path, { method, ...(body && { body }) });
  }
}

/** Chroma allows letters, digits, dots, hyphens and underscores, and one of the first two at the end. */
const collectionName = (embedderId: string): string =>
  `${PREFIX}${embedderId.replace(/[^\w-]+/g, '-')}`.slice(0, 60).replace(/[-_]+$/, '');
