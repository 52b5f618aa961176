import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, collectRun, followRun, messagesOf, type SeenEvent, textOf } from '../support/conversation.ts';
import { addDocument, findDocument } from '../support/documents.ts';
import { ServerProcess } from '../support/server-process.ts';
import { createUser, type TestClient } from '../support/test-client.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../support/test-database.ts';
import { sameAt } from '../support/test-instances.ts';

/** The folder apps/api of an older release with its packages installed; without it there is nothing to upgrade from. */
const older = process.env['TEST_OLDER_RELEASE'];
const words = Array.from({ length: 400 }, (_, index) => `word${index} `).join('');
const question = `/script ${JSON.stringify({ text: words, delayMs: 15 })}`;

/** Each test leaves one instance of either release for the next one. */
describe.skipIf(!older || !inject('templateDatabase'))(
  'an installation that gets this release, instance by instance',
  () => {
    let empty: EmptyDatabase;
    let dataDir: string;
    let settings: Record<string, string>;
    let servers: [old: ServerProcess, current: ServerProcess];
    let alice: [old: TestClient, current: TestClient];

    const startOld = (): Promise<ServerProcess> => ServerProcess.start(settings, older);
    const startNew = (): Promise<ServerProcess> => ServerProcess.start(settings);

    beforeAll(async () => {
      empty = await createEmptyDatabase();
      dataDir = await mkdtemp(join(tmpdir(), 'parley-data-'));
      settings = {
        DATABASE_URL: empty.url,
        REDIS_URL: process.env['TEST_REDIS_URL']!,
        DATA_DIR: dataDir,
        EMBEDDER: 'none',
      };
    });
    afterAll(async () => {
      await Promise.all(alice.map((client) => client.close()));
      await ServerProcess.crashAll();
      await empty.drop();
      await rm(dataDir, { recursive: true, force: true });
    });

    function expectWhole(events: readonly SeenEvent[], text: string): void {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
      expect(events.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
      expect(textOf(events)).toBe(text);
    }

    it('changes the tables while an older instance answers', async () => {
      const old = await startOld();
      const there = await createUser(old.url, 'alice');
      const { run, session } = await ask(there, { text: question });
      const following = followRun(there, run.id);
      await following.begun;
      servers = [old, await startNew()];
      alice = [there, sameAt(servers[1].url, there)];
      const late = collectRun(alice[1], run.id);
      for (const events of [await following.events, await late]) expectWhole(events, words);
      expect((await messagesOf(alice[1], session.id)).at(-1)).toMatchObject({ text: words, status: 'COMPLETED' });
    });

    it.each([0, 1] as const)('answers at one and is followed at the other (%i)', async (place) => {
      const { run, session } = await ask(alice[place], { text: question });
      const following = alice.map((client) => followRun(client, run.id));
      for (const { events } of following) expectWhole(await events, words);
      for (const client of alice) expectWhole(await collectRun(client, run.id), words);
      const other = alice[1 - place]!;
      const next = await ask(other, { sessionId: session.id, text: '/script {"text": "And more."}' });
      expectWhole(await collectRun(alice[place], next.run.id), 'And more.');
    });

    it.each([0, 1] as const)('reads a document at one that the other shows (%i)', async (place) => {
      const text = `The lighthouse number ${place} has stood on the cliff for years.`;
      const { id } = await addDocument(alice[place], `lighthouse-${place}.txt`, text);
      const other = alice[1 - place]!;
      expect(await findDocument(other, id)).toMatchObject({ status: 'READY', chunkCount: 1 });
      const { searchDocuments } = await other.query(
        'query ($input: SearchDocumentsInput!) { searchDocuments(input: $input) { chunk { document { id } } } }',
        { input: { query: `lighthouse ${place}`, documentIds: [id] } },
      );
      expect(searchDocuments).toEqual([{ chunk: { document: { id } } }]);
    });

    it.each([0, 1] as const)('ends what a killed one leaves, with the text that was logged (%i)', async (place) => {
      const { run } = await ask(alice[place], { text: question });
      const survivor = alice[1 - place]!;
      const following = followRun(survivor, run.id);
      await following.begun;
      await servers[place].crash();
      expect((await following.events).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'INTERRUPTED' });
      const stored = textOf(await collectRun(survivor, run.id));
      expect(stored.length).toBeGreaterThan(0);
      expect(words.startsWith(stored)).toBe(true);
      servers[place] = await (place === 0 ? startOld() : startNew());
      await alice[place].close();
      alice[place] = sameAt(servers[place].url, survivor);
    });

    it('lets the older one go', async () => {
      const { run } = await ask(alice[0], { text: question });
      const following = followRun(alice[1], run.id);
      await following.begun;
      expect(await servers[0].stop()).toBe(0);
      expectWhole(await following.events, words);
    });
  },
);
