import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeChunks } from '../../../test/support/chunks.ts';
import type { Database } from '../../db/orm.ts';
import { newId } from '../../kernel/ids.ts';
import { User } from '../../modules/users/index.ts';
import type { VectorPoint } from '../../ports/vector-store.ts';
import { ChromaStore } from './chroma.ts';
import { startImitationServer } from './imitation-server.ts';
import { createVectorStore } from './index.ts';
import { PgVectorStore } from './pgvector.ts';
import { PineconeStore } from './pinecone.ts';
import { at, describeVectorStore } from './vector-store.contract.ts';
import { openTestDatabase } from '../../../test/support/test-database.ts';

let database: Database;
let imitation: Awaited<ReturnType<typeof startImitationServer>>;

beforeAll(async () => {
  database = await openTestDatabase();
  imitation = await startImitationServer();
});
afterAll(async () => {
  imitation.close();
  await database.close();
});

/** Chunks of two people that are rows of the database. */
async function storedPoints(): Promise<VectorPoint[]> {
  const em = database.fork();
  const [first, second] = ['a', 'b'].map(() => {
    const id = newId();
    return em.create(User, { id, email: `${id}@example.com`, displayName: 'A' } as never) as User;
  });
  await em.flush();
  const chunks = [
    ...(await writeChunks(em, first!.id, ['one', 'two'], { inOneDocument: true })),
    ...(await writeChunks(em, first!.id, ['three', 'four'], { inOneDocument: true })),
    ...(await writeChunks(em, second!.id, ['five'])),
  ];
  return chunks.map(({ text: _text, ...chunk }) => ({ ...chunk, vector: at(0), precision: 'fp32' }));
}

describeVectorStore('pgvector', async () => ({
  store: new PgVectorStore(database.fork),
  points: await storedPoints(),
}));
describeVectorStore('pgvector by its index', async () => ({
  store: new PgVectorStore(database.fork, 0),
  points: await storedPoints(),
}));
/** A real server where one is given, for example one that `chroma run` has started. */
const chromaUrl = (): string => process.env['TEST_CHROMA_URL'] ?? imitation.url;
describeVectorStore('Chroma', async () => ({
  store: new ChromaStore({ url: chromaUrl() }),
  points: await storedPoints(),
}));
describeVectorStore('Pinecone', async () => ({
  store: new PineconeStore({ host: imitation.url, apiKey: 'secret' }),
  points: await storedPoints(),
}));

describe('vectors in the database', () => {
  it('go with their passages', async () => {
    const points = await storedPoints();
    const store = new PgVectorStore(database.fork);
    await store.upsert('test', points);
    await database.fork().execute('delete from documents where id = ?', [points[0]!.documentId]);
    const found = await store.nearest({ ownerId: points[0]!.ownerId, embedderId: 'test' }, at(0), 10);
    expect(found.map(({ chunkId }) => chunkId).sort()).toEqual([points[2]!.chunkId, points[3]!.chunkId].sort());
  });
});

describe('createVectorStore', () => {
  it('says what a store needs', () => {
    expect(() => createVectorStore({ name: 'chroma' }, database.fork)).toThrow('CHROMA_URL');
    expect(() => createVectorStore({ name: 'faiss' }, database.fork)).toThrow('pgvector, chroma, pinecone');
  });
});
