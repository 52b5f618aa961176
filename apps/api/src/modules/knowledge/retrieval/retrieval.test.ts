import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeChunks } from '../../../../test/support/chunks.ts';
import { MiniLmEmbedder } from '../../../adapters/embedder/minilm/minilm.ts';
import { PgVectorStore } from '../../../adapters/vector-store/pgvector.ts';
import type { Database } from '../../../db/orm.ts';
import { newId } from '../../../kernel/ids.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { User } from '../../users/index.ts';
import type { IndexedChunk } from '../documents/chunk-index.ts';
import type { SearchDocumentsInput } from './search.type.ts';
import { HybridIndex } from '../indexing/hybrid-index.ts';
import { ChunkSearch } from './chunk-search.ts';
import { SearchService } from './search.service.ts';
import { openTestDatabase } from '../../../../test/support/test-database.ts';

const texts = [
  'The Eiffel Tower in Paris was completed in 1889. It was built by the company of the engineer Gustave Eiffel for the World Fair.',
  'Photosynthesis turns light into chemical energy. Plants take in carbon dioxide and water and give off oxygen.',
  'The Great Barrier Reef is the largest system of coral reefs in the world. It lies off the coast of Queensland in Australia.',
  'A mortgage is a loan that is secured by a house. The bank may sell the house when the borrower does not pay.',
  'The company had a good year in Paris. Sales in Paris grew, and the office in Paris was made larger.',
];
const german = [
  'Der Kölner Dom ist eine Kirche in Köln. Die Bauarbeiten begannen im Jahr 1248 und dauerten mit Unterbrechungen bis 1880.',
  'Die Zugspitze ist mit 2962 Metern der höchste Berg Deutschlands. Drei Seilbahnen führen auf ihren Gipfel.',
  'Das Oktoberfest in München ist das größte Volksfest der Welt. Es beginnt meistens im September.',
];

let database: Database;
let embedder: MiniLmEmbedder;
let cacheDir = '';
let search: SearchService;
let words: SearchService;
let index: HybridIndex;
const viewers: Record<string, Viewer> = {};
let chunks: IndexedChunk[] = [];

async function createViewer(name: string): Promise<Viewer> {
  const id = newId();
  const em = database.fork();
  em.create(User, { id, email: `${name}@example.com`, displayName: name } as never);
  await em.flush();
  return { id, role: 'USER', authSessionId: '' };
}

const find = async (name: string, input: Partial<SearchDocumentsInput>, service = search): Promise<string[]> =>
  (await service.search(database.fork(), viewers[name]!, input as SearchDocumentsInput)).map(({ text }) =>
    text.slice(0, 20),
  );

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'parley-retrieval-'));
  database = await openTestDatabase();
  embedder = new MiniLmEmbedder({ cacheDir, threads: 1 });
  const vectors = new PgVectorStore(database.fork);
  index = new HybridIndex(database.fork, embedder, vectors);
  search = new SearchService(new ChunkSearch(embedder, vectors, silentLog));
  words = new SearchService(new ChunkSearch(null, vectors, silentLog));
  for (const name of ['alice', 'bob', 'gerda', 'nobody']) viewers[name] = await createViewer(name);
  const em = database.fork();
  chunks = await writeChunks(em, viewers.alice!.id, texts, { metadata: (place) => ({ place }) });
  await index.add(chunks);
  await index.add(await writeChunks(em, viewers.gerda!.id, german, { inOneDocument: true }));
  await index.add(await writeChunks(em, viewers.bob!.id, ['Bob keeps a secret about the Eiffel Tower in Paris.']));
});
afterAll(async () => {
  await embedder.close();
  await database.close();
  await rm(cacheDir, { recursive: true, force: true });
});

describe('search', () => {
  it('finds by words and by meaning', async () => {
    expect((await find('alice', { query: 'Who built the tower in Paris?' }))[0]).toBe('The Eiffel Tower in ');
    expect((await find('alice', { query: 'borrowing money to buy a home' }))[0]).toBe('A mortgage is a loan');
    expect((await find('alice', { query: 'underwater animals', mode: 'SEMANTIC' as never }))[0]).toBe(
      'The Great Barrier Re',
    );
    expect(await find('alice', { query: 'reefs', mode: 'KEYWORD' as never })).toEqual(['The Great Barrier Re']);
    expect(await find('alice', { query: 'zzz qqq', mode: 'KEYWORD' as never })).toEqual([]);
    expect(await find('alice', { query: '—!?' })).toHaveLength(5);
  });

  it('finds in other languages, by runs of letters where forms differ', async () => {
    expect((await find('gerda', { query: 'Wann war der Baubeginn des Doms in Köln?' }))[0]).toBe(
      'Der Kölner Dom ist e',
    );
    expect((await find('gerda', { query: 'Wie hoch ist der höchste deutsche Gipfel?' }))[0]).toBe(
      'Die Zugspitze ist mi',
    );
    expect((await find('gerda', { query: 'größtes Fest der Welt' }))[0]).toBe('Das Oktoberfest in M');
  });

  it('scores between 0 and 1, best first, and cuts where asked', async () => {
    const found = await search.search(database.fork(), viewers.alice!, { query: 'tower in Paris' });
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores[0]!).toBeLessThanOrEqual(1);
    expect(await find('alice', { query: 'tower in Paris', first: 1 })).toHaveLength(1);
    const high = await search.search(database.fork(), viewers.alice!, { query: 'tower in Paris', minScore: 0.9 });
    expect(high.map(({ score }) => score).every((score) => score >= 0.9)).toBe(true);
    expect(high).toHaveLength(1);
  });

  it('shows nobody another person’s passages, by whichever half', async () => {
    for (const mode of ['HYBRID', 'SEMANTIC', 'KEYWORD'] as never[]) {
      expect(await find('alice', { query: 'Bob keeps a secret', mode })).not.toContain('Bob keeps a secret a');
      expect(await find('bob', { query: 'Eiffel Tower Paris', mode })).toEqual(['Bob keeps a secret a']);
      expect(await find('nobody', { query: 'Eiffel Tower Paris', mode })).toEqual([]);
    }
    const documentIds = [chunks[0]!.documentId];
    await expect(find('bob', { query: 'tower', documentIds })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: 'documentIds',
    });
    await expect(find('bob', { query: 'tower', collectionId: chunks[0]!.collectionId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('looks into the documents, collection and metadata it is told, and into none that is switched off', async () => {
    const [first, , , , last] = chunks;
    for (const mode of ['HYBRID', 'SEMANTIC', 'KEYWORD'] as never[]) {
      expect(await find('alice', { query: 'Paris', mode, documentIds: [last!.documentId] })).toEqual([
        'The company had a go',
      ]);
      expect(await find('alice', { query: 'Paris', mode, documentIds: [] })).toEqual([]);
      expect(await find('alice', { query: 'Paris', mode, filter: { place: { $gte: 4 } } })).toEqual([
        'The company had a go',
      ]);
    }
    expect(await find('alice', { query: 'Paris', collectionId: first!.collectionId })).not.toEqual([]);
    await database.fork().execute('update documents set is_active = false where id = ?', [first!.documentId]);
    for (const mode of ['HYBRID', 'SEMANTIC', 'KEYWORD'] as never[]) {
      expect(await find('alice', { query: 'Eiffel Tower in Paris', mode })).not.toContain('The Eiffel Tower in ');
    }
    await database.fork().execute('update documents set is_active = true where id = ?', [first!.documentId]);
  });

  it('works by words without an embedder, and says what cannot be done', async () => {
    expect((await find('alice', { query: 'Who built the tower in Paris?' }, words))[0]).toBe('The Eiffel Tower in ');
    await expect(find('alice', { query: 'x', mode: 'SEMANTIC' as never }, words)).rejects.toMatchObject({
      field: 'mode',
    });
  });

  it.each([
    [{ query: '' }, 'query'],
    [{ query: '  ' }, 'query'],
    [{ query: 'x'.repeat(2001) }, 'query'],
    [{ query: 'x', first: 0 }, 'first'],
    [{ query: 'x', first: 101 }, 'first'],
    [{ query: 'x', minScore: NaN }, 'minScore'],
    [{ query: 'x', minScore: 1.1 }, 'minScore'],
    [{ query: 'x', filter: 'year' }, 'filter'],
    [{ query: 'x', documentIds: ['1'] }, 'documentIds'],
  ])('refuses %j', async (input, field) => {
    await expect(find('alice', input)).rejects.toMatchObject({ field });
  });
});

describe('the index', () => {
  it('keeps how many passages have a word right, however passages come and go', async () => {
    const viewer = await createViewer('counter');
    const em = database.fork();
    const facts = async (): Promise<unknown[]> =>
      em.execute(
        `select (select chunk_count from lexicon_totals where owner_id = ?) as chunks,
           (select count(*)::int from term_counts where owner_id = ?) as terms,
           (select max(chunk_count) from term_counts where owner_id = ?) as most`,
        [viewer.id, viewer.id, viewer.id],
      );
    const added = await writeChunks(em, viewer.id, ['red apple', 'green apple', 'apple apple']);
    await index.add(added);
    // Again, as a job that was interrupted does.
    await index.add(added);
    expect(await facts()).toEqual([{ chunks: 3, terms: 3, most: 3 }]);
    await em.execute('delete from documents where id = ?', [added[0]!.documentId]);
    expect(await facts()).toEqual([{ chunks: 2, terms: 2, most: 2 }]);
    await em.execute('delete from users where id = ?', [viewer.id]);
    const left = await em.execute<{ count: number }[]>(
      `select (select count(*) from chunk_terms where owner_id = ?) + (select count(*) from chunk_vectors where owner_id = ?)
         + (select count(*) from term_counts where owner_id = ?) + (select count(*) from lexicon_totals where owner_id = ?) as count`,
      [viewer.id, viewer.id, viewer.id, viewer.id],
    );
    expect(Number(left[0]!.count)).toBe(0);
  });

  it('reports progress and stops for a signal', async () => {
    const viewer = await createViewer('progress');
    const many = Array.from({ length: 70 }, (_, place) => `Passage number ${place}`);
    const added = await writeChunks(database.fork(), viewer.id, many, { inOneDocument: true });
    const seen: number[] = [];
    await index.add(added, { onProgress: (done) => void seen.push(done) });
    expect(seen).toEqual([64, 70]);
    await expect(index.add(added, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
