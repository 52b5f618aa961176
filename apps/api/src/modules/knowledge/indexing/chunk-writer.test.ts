import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeChunks } from '../../../../test/support/chunks.ts';
import { openTestDatabase } from '../../../../test/support/test-database.ts';
import type { Database } from '../../../db/orm.ts';
import { newId } from '../../../kernel/ids.ts';
import { User } from '../../users/index.ts';
import { Document } from '../documents/document.entity.ts';
import type { ChunkIndex } from '../documents/chunk-index.ts';
import { ChunkWriter } from './chunk-writer.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const nothing = async (): Promise<void> => {};
const index: ChunkIndex = {
  embedderId: 'none',
  add: nothing,
  reembed: nothing,
  forgetOtherEmbedders: nothing,
  updateMetadata: nothing,
  remove: nothing,
};

it.each([
  ['at once', [1]],
  ['part by part', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
])('progress is steady for a document that is read %s', async (_name, parts) => {
  const em = database.fork();
  const owner = newId();
  em.create(User, { id: owner, email: `${owner}@example.com`, displayName: 'Alice' } as never);
  await em.flush();
  const [first] = await writeChunks(em, owner, ['first']);
  const { documentId } = first!;
  const document = await database.fork().findOneOrFail(Document, { id: documentId });
  await database.fork().execute('delete from chunks where document_id = ?', [documentId]);
  const seen: number[] = [];
  const writer = new ChunkWriter(
    { fork: database.fork, index },
    document,
    new AbortController().signal,
    async (change) => {
      seen.push(change.progress!);
    },
  );
  const chunks = Array.from({ length: 640 }, (_, at) => ({
    text: `Passage ${at}`,
    tokenCount: 2,
    location: { page: at },
  }));
  let taken = 0;
  for (const part of parts) {
    writer.take(chunks.slice(taken, Math.round(part * chunks.length)) as never);
    taken = Math.round(part * chunks.length);
    await writer.write(part);
  }
  await writer.finish();
  expect(writer.count).toBe(640);
  expect(seen).toHaveLength(10);
  const steps = seen.map((value, at) => value - (seen[at - 1] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...steps)).toBeLessThanOrEqual(0.11);
  expect(seen.at(-1)).toBeGreaterThanOrEqual(0.85);
});
