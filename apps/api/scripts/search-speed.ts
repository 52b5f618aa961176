import { parseArgs } from 'node:util';
import { PgVectorStore } from '../src/adapters/vector-store/pgvector.ts';
import { openDatabase } from '../src/db/orm.ts';
import { newId } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import { HybridIndex, type IndexedChunk, ChunkSearch } from '../src/modules/knowledge/index.ts';
import type { Embedder } from '../src/ports/embedder.ts';

/**
 * How long a search takes over many passages of one person, and how near the index comes to exact search.
 * Texts and vectors are made up: words by Zipf's law, vectors in clusters. On the embedded database, or --url.
 */

const { values: options } = parseArgs({
  options: {
    chunks: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '100' },
    /** Vectors that are compared one by one; the rest is in the index. */
    exact: { type: 'string', default: '5000' },
    url: { type: 'string' },
    /** Searches what an earlier run has made for this owner, which it names. */
    owner: { type: 'string' },
  },
});
const DIMENSIONS = 384;
const CLUSTERS = 400;
const WORDS = 40_000;
const BATCH = 500;

let seed = 1;
/** The same numbers in every run. */
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}
const gauss = (): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());

const vocabulary = Array.from({ length: WORDS }, () =>
  Array.from(
    { length: 3 + Math.floor(random() * 7) },
    () => 'etaoinshrdlucmfwypbgk'[Math.floor(random() ** 1.5 * 21)],
  ).join(''),
);
const textOf = (length: number): string =>
  Array.from({ length }, () => vocabulary[Math.floor(WORDS ** random() - 1)]!).join(' ');
const centres = Array.from({ length: CLUSTERS }, () => Float32Array.from({ length: DIMENSIONS }, gauss));

function vectorNear(centre: Float32Array): Float32Array {
  const vector = centre.map((value) => value + gauss() * 0.7);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Gives any text a vector of some cluster. */
const embedder: Embedder = {
  id: 'synthetic',
  dimensions: DIMENSIONS,
  precision: 'fp32',
  isEnglishOnly: false,
  maxBatch: BATCH,
  embed: async (texts) => texts.map(() => vectorNear(centres[Math.floor(random() * CLUSTERS)]!)),
  prepare: async () => {},
  close: async () => {},
};

const database = await openDatabase({ url: options.url });
await database.migrate();
const em = database.fork();
const [ownerId, collectionId, documentId] = [options.owner ?? newId(), newId(), newId()];
const vectors = new PgVectorStore(database.fork, Number(options.exact));
const index = new HybridIndex(database.fork, embedder, vectors);

/** Makes the passages of a new owner. */
async function fill(): Promise<void> {
  await em.execute(
    "insert into users (id, created_at, email, display_name, role) values (?, now(), ?, 'Speed', 'USER')",
    [ownerId, `${ownerId}@example.com`],
  );
  await em.execute(
    "insert into collections (id, created_at, owner_id, name, metadata) values (?, now(), ?, 'Speed', '{}')",
    [collectionId, ownerId],
  );
  await em.execute(
    `insert into documents (id, created_at, owner_id, collection_id, file_name, media_type, size_bytes, content_hash, storage_key, status, metadata)
   values (?, now(), ?, ?, 'speed.txt', 'text/plain', 1, ?, ?, 'READY', '{}')`,
    [documentId, ownerId, collectionId, ownerId, ownerId],
  );
  const count = Number(options.chunks);
  const begun = performance.now();
  for (let start = 0; start < count; start += BATCH) {
    const texts = Array.from(
      { length: Math.min(BATCH, count - start) },
      (_, place): IndexedChunk & { ordinal: number } => ({
        chunkId: newId(),
        ownerId,
        documentId,
        collectionId,
        text: textOf(110),
        metadata: {},
        ordinal: start + place,
      }),
    );
    await em.execute(
      `insert into chunks (id, created_at, document_id, owner_id, collection_id, ordinal, text, token_count, location, metadata)
     select "chunkId", now(), ?, ?, ?, ordinal, text, 150, '{}', '{}' from jsonb_to_recordset(?::jsonb) as t ("chunkId" uuid, ordinal int, text text)`,
      [documentId, ownerId, collectionId, JSON.stringify(texts)],
    );
    await index.add(texts);
    if ((start / BATCH) % 4 === 0)
      console.log(
        `${start + texts.length} passages, ${((performance.now() - begun) / (start + texts.length)).toFixed(2)} ms each`,
      );
  }
  await em.execute('analyze');
  console.log(`Made for --owner ${ownerId}`);
}
if (!options.owner) await fill();

const search = new ChunkSearch(embedder, vectors, silentLog);
const times: Record<string, number[]> = { HYBRID: [], KEYWORD: [], SEMANTIC: [] };
let shared = 0;
const queries = Number(options.queries);
for (let query = 0; query < queries; query++) {
  const question = textOf(8);
  for (const kind of ['HYBRID', 'KEYWORD', 'SEMANTIC'] as const) {
    const from = performance.now();
    await search.find(em, { ownerId }, question, kind);
    times[kind]!.push(performance.now() - from);
  }
  const [asked] = await embedder.embed([''], 'query');
  const scope = { ownerId, embedderId: embedder.id };
  const all = await em.execute<{ chunkId: string }[]>(
    `select chunk_id as "chunkId" from chunk_vectors where owner_id = ? order by (embedding <=> ?::vector) + 0 limit 10`,
    [ownerId, `[${asked!.join(',')}]`],
  );
  const best = new Set(all.map(({ chunkId }) => chunkId));
  // As many as a search asks for, of which the first ten are compared.
  const near = await vectors.nearest(scope, asked!, 100);
  shared += near.slice(0, 10).filter(({ chunkId }) => best.has(chunkId)).length;
}
const at = (values: number[], part: number): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!);
console.table(
  Object.entries(times).map(([mode, values]) => ({ mode, 'median ms': at(values, 0.5), 'p95 ms': at(values, 0.95) })),
);
console.log(`recall@10 of the index against exact search: ${(shared / (queries * 10)).toFixed(3)}`);
await database.close();
