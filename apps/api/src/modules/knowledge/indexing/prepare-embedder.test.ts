import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeChunks } from '../../../../test/support/chunks.ts';
import { openTestDatabase } from '../../../../test/support/test-database.ts';
import type { Database } from '../../../db/orm.ts';
import { newId } from '../../../kernel/ids.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import { User } from '../../users/index.ts';
import { prepareEmbedder } from './prepare-embedder.ts';

let database: Database;
let prepared = 0;
const embedder: Embedder = {
  id: 'test:counted',
  dimensions: 1,
  precision: 'fp32',
  isEnglishOnly: false,
  maxBatch: 1,
  embed: async (texts) => texts.map(() => Float32Array.of(1)),
  prepare: async () => {
    prepared += 1;
    throw new Error('it cannot be used');
  },
  close: async () => {},
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('gets the embedder ready only where there are documents, and bears that it cannot', async () => {
  await prepareEmbedder(database.fork, null, silentLog);
  await prepareEmbedder(database.fork, embedder, silentLog);
  expect(prepared).toBe(0);
  const em = database.fork();
  const owner = newId();
  em.create(User, { id: owner, email: 'alice@example.com', displayName: 'Alice' } as never);
  await em.flush();
  await writeChunks(em, owner, ['something to ask about']);
  const warnings: string[] = [];
  await prepareEmbedder(database.fork, embedder, { ...silentLog, warn: (_facts, message) => warnings.push(message) });
  expect([prepared, warnings.length]).toEqual([1, 1]);
});
