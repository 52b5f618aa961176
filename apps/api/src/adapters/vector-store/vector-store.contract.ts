import { beforeAll, describe, expect, it } from 'vitest';
import type { MetadataFilter, VectorPoint, VectorStore } from '../../ports/vector-store.ts';

export interface StoreUnderTest {
  store: VectorStore;
  /** Chunks that may be written, by two owners; the first owner has two documents of two chunks each. */
  points: VectorPoint[];
}

/** A vector of length 1 in the plane of the first two of four dimensions. */
export const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0, 0);

/** What every vector store must do. */
export function describeVectorStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`vector store ${name}`, () => {
    let store: VectorStore;
    let points: VectorPoint[];
    let ownerId: string;
    const ids = (found: { chunkId: string }[]): number[] =>
      found.map(({ chunkId }) => points.findIndex((point) => point.chunkId === chunkId));
    const nearest = async (degrees: number, scope: object = {}, limit = 10): Promise<number[]> =>
      ids(await store.nearest({ ownerId, embedderId: 'test', ...scope }, at(degrees), limit));

    beforeAll(async () => {
      ({ store, points } = await create());
      ownerId = points[0]!.ownerId;
      const metadata = [
        { year: 2019, kind: 'report', open: true },
        { year: 2020, kind: 'memo', open: false },
        { year: 2021, kind: 'memo' },
        { kind: "l'été", title: 'Z' },
        {},
      ];
      await store.upsert(
        'test',
        points.map((point, index) => ({ ...point, vector: at(index * 20), metadata: metadata[index]! })),
      );
    });

    it('finds the nearest of the owner, nearest first, with their cosine', async () => {
      expect(await nearest(0)).toEqual([0, 1, 2, 3]);
      expect(await nearest(45, {}, 2)).toEqual([2, 3]);
      const [best] = await store.nearest({ ownerId, embedderId: 'test' }, at(20), 1);
      expect(best!.similarity).toBeCloseTo(1, 4);
      const others = await store.nearest({ ownerId: points[4]!.ownerId, embedderId: 'test' }, at(0), 10);
      expect(ids(others)).toEqual([4]);
      expect(others[0]!.similarity).toBeCloseTo(Math.cos((80 * Math.PI) / 180), 4);
    });

    it('looks only where it was told', async () => {
      const [first, second] = [points[0]!.documentId, points[2]!.documentId];
      expect(await nearest(0, { documentIds: [second] })).toEqual([2, 3]);
      expect(await nearest(0, { documentIds: [second, points[4]!.documentId] })).toEqual([2, 3]);
      expect(await nearest(0, { excludedDocumentIds: [first] })).toEqual([2, 3]);
      expect(await nearest(0, { excludedDocumentIds: [] })).toEqual([0, 1, 2, 3]);
      expect(await nearest(0, { collectionIds: [points[0]!.collectionId] })).toEqual([0, 1, 2, 3]);
      expect(await nearest(0, { collectionIds: [points[4]!.collectionId] })).toEqual([]);
      expect(await nearest(0, { collectionIds: points.map((point) => point.collectionId) })).toEqual([0, 1, 2, 3]);
      expect(await nearest(0, { embedderId: 'other' })).toEqual([]);
    });

    it.each<[number[], MetadataFilter]>([
      [[1, 2], { field: 'kind', operator: 'eq', value: 'memo' }],
      [[3], { field: 'kind', operator: 'eq', value: "l'été" }],
      [[0, 3], { field: 'kind', operator: 'ne', value: 'memo' }],
      [[1, 2, 3], { field: 'open', operator: 'ne', value: true }],
      [[0], { field: 'open', operator: 'eq', value: true }],
      [[0, 2], { field: 'year', operator: 'in', values: [2019, 2021] }],
      [[1, 2], { field: 'year', operator: 'gt', value: 2019 }],
      [[1, 2], { field: 'year', operator: 'gte', value: 2020 }],
      [[0], { field: 'year', operator: 'lt', value: 2020 }],
      [[0, 1], { field: 'year', operator: 'lte', value: 2020 }],
      [[], { field: 'year', operator: 'eq', value: '2019' }],
      [
        [2],
        {
          and: [
            { field: 'kind', operator: 'eq', value: 'memo' },
            { field: 'year', operator: 'gt', value: 2020 },
          ],
        },
      ],
      [
        [0, 3],
        {
          or: [
            { field: 'year', operator: 'lt', value: 2020 },
            { field: 'title', operator: 'eq', value: 'Z' },
          ],
        },
      ],
      [[0, 1, 2, 3], { and: [] }],
    ])('filters by metadata: %j %j', async (expected, filter) => {
      expect(await nearest(0, { filter })).toEqual(expected);
    });

    it('compares with passages by id, the owner’s alone', async () => {
      const all = points.map(({ chunkId }) => chunkId);
      const found = await store.similarities({ ownerId, embedderId: 'test' }, at(0), all);
      expect(ids(found).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
      expect(found.find(({ chunkId }) => chunkId === all[1])!.similarity).toBeCloseTo(Math.cos(Math.PI / 9), 4);
      expect(await store.similarities({ ownerId, embedderId: 'test' }, at(0), [])).toEqual([]);
    });

    it('gives a document another collection and other metadata, and takes the old away', async () => {
      const { documentId, collectionId } = points[2]!;
      const elsewhere = points[4]!.collectionId;
      const chunkIds = [points[2]!.chunkId, points[3]!.chunkId];
      const filter: MetadataFilter = { field: 'kind', operator: 'eq', value: 'memo' };
      await store.updateMetadata(
        { ownerId: points[4]!.ownerId, documentId, collectionId: elsewhere, metadata: {} },
        chunkIds,
      );
      expect(await nearest(0, { collectionIds: [elsewhere] })).toEqual([]);
      const metadata = { level: 3, nested: { a: 1 } };
      await store.updateMetadata({ ownerId, documentId, collectionId: elsewhere, metadata }, chunkIds);
      expect(await nearest(0, { collectionIds: [elsewhere] })).toEqual([2, 3]);
      expect(await nearest(0, { collectionIds: [collectionId] })).toEqual([0, 1]);
      expect(await nearest(0, { filter })).toEqual([1]);
      expect(await nearest(0, { filter: { field: 'level', operator: 'gte', value: 3 } })).toEqual([2, 3]);
      await store.updateMetadata({ ownerId, documentId, collectionId, metadata: {} }, chunkIds);
      expect(await nearest(0, { collectionIds: [collectionId] })).toEqual([0, 1, 2, 3]);
    });

    it('replaces what is there, keeps embedders apart, and deletes documents and owners whole', async () => {
      await store.upsert('test', [{ ...points[3]!, vector: at(1), metadata: {} }]);
      expect(await nearest(0, {}, 2)).toEqual([0, 3]);
      await store.upsert('second', [{ ...points[0]!, vector: at(0) }]);
      expect(await nearest(0, { embedderId: 'second' })).toEqual([0]);
      await store.deleteOtherEmbedders(points[4]!.collectionId, 'test');
      expect(await nearest(0, { embedderId: 'second' })).toEqual([0]);
      await store.deleteOtherEmbedders(points[0]!.collectionId, 'test');
      expect(await nearest(0, { embedderId: 'second' })).toEqual([]);
      expect(await nearest(0, {}, 2)).toEqual([0, 3]);
      await store.upsert('second', [{ ...points[0]!, vector: at(0) }]);
      await store.deleteDocument(points[4]!.ownerId, points[0]!.documentId);
      expect(await nearest(0, {}, 1)).toEqual([0]);
      await store.deleteDocument(ownerId, points[0]!.documentId);
      expect(await nearest(0)).toEqual([3, 2]);
      expect(await nearest(0, { embedderId: 'second' })).toEqual([]);
      await store.deleteOwner(ownerId);
      expect(await nearest(0)).toEqual([]);
      expect(ids(await store.nearest({ ownerId: points[4]!.ownerId, embedderId: 'test' }, at(0), 5))).toEqual([4]);
    });
  });
}
