import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeChunks } from '../../../../test/support/chunks.ts';
import { createQueue } from '../../../adapters/queue/index.ts';
import { PgVectorStore } from '../../../adapters/vector-store/pgvector.ts';
import type { Database } from '../../../db/orm.ts';
import { newId } from '../../../kernel/ids.ts';
import { silentLog } from '../../../kernel/log.ts';
import { noMetrics } from '../../../ports/metrics.ts';
import { noTracer } from '../../../ports/tracer.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import { User } from '../../users/index.ts';
import { Collection } from '../collections/collection.entity.ts';
import { CollectionEmbedder } from './collection-embedder.ts';
import { HybridIndex } from './hybrid-index.ts';
import { openTestDatabase } from '../../../../test/support/test-database.ts';

/** Makes a vector of three numbers of the first letters. */
const letters: Embedder = {
  id: 'test:letters',
  dimensions: 3,
  precision: 'fp32',
  isEnglishOnly: false,
  maxBatch: 50,
  embed: async (texts) => texts.map((text) => Float32Array.from([1, 2, 3].map((at) => text.charCodeAt(at) / 400))),
  prepare: async () => {},
  close: async () => {},
};

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('a collection gets vectors of the embedder the server has now', async () => {
  const { fork } = database;
  const owner = newId();
  const em = fork();
  em.create(User, { id: owner, email: 'alice@example.com', displayName: 'Alice' } as never);
  await em.flush();
  const texts = Array.from({ length: 300 }, (_, index) => `Passage ${index} of the collection`);
  const [{ collectionId } = { collectionId: '' }] = await writeChunks(em, owner, texts, { inOneDocument: true });
  const vectorCount = async (): Promise<number> =>
    Number(
      (
        await fork().execute<{ count: string }[]>('select count(*) from chunk_vectors where embedder_id = ?', [
          letters.id,
        ])
      )[0]!.count,
    );
  expect(await vectorCount()).toBe(0);

  const pool = () => database.orm.em.getConnection().getNativeClient();
  const queue = createQueue({ pool, isEmbedded: true, log: silentLog, metrics: noMetrics, tracer: noTracer });
  const done = Promise.withResolvers<void>();
  const log = { ...silentLog, info: () => done.resolve() };
  const index = new HybridIndex(fork, letters, new PgVectorStore(fork));
  await queue.start();
  const embedder = new CollectionEmbedder({ fork, queue, index, log });
  await embedder.start();
  await done.promise;
  await queue.stop(0);

  expect(await vectorCount()).toBe(300);
  expect(await fork().findOneOrFail(Collection, { id: collectionId })).toMatchObject({ embedder: letters.id });

  // Whoever looks after the jobs is told how far it is.
  const reports: number[] = [];
  const { signal } = new AbortController();
  await embedder.embed(collectionId, { signal, isLast: false, report: (progress) => reports.push(progress) });
  expect(reports).toEqual([128 / 300, 256 / 300, 1]);
});
