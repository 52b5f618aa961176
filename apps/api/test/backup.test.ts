import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Migration } from '@mikro-orm/migrations';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { ownTables, withContentOf } from '../src/db/backup/content.ts';
import type { TableSummary } from '../src/db/backup/format.ts';
import { backUp, copyDatabase, restore } from '../src/db/backup/index.ts';
import { migrations } from '../src/db/migrations/index.ts';
import { type Database, openDatabase } from '../src/db/orm.ts';
import { silentLog } from '../src/kernel/log.ts';
import { ask, collectRun } from './support/conversation.ts';
import { upload, whenRead } from './support/documents.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import { TestClient } from './support/test-client.ts';
import { createEmptyDatabase, makeTables } from './support/test-database.ts';

const hasServer = Boolean(inject('templateDatabase'));

let source: TestApp;
let alice: TestClient;
let folder: string;
let path: string;
let waitingId: string;
/** What the source has, by table. */
let original: Record<string, TableSummary>;
const cleanUps: (() => Promise<unknown>)[] = [];

async function contentOf(database: Database): Promise<Record<string, TableSummary>> {
  return withContentOf(database, async (content) => {
    for await (const _ of content.rows());
    return content.summaries;
  });
}

/** What a later release might do. */
class Later extends Migration {
  override up(): void {
    this.addSql('alter table users add column later int not null default 7');
  }
}

/** The same archive with one letter changed in a value of `chunk_vectors`. */
function spoilVector(archive: Buffer): Buffer {
  const changed = Buffer.from(archive);
  changed.write('x', changed.indexOf('[0.', changed.indexOf('tables/chunk_vectors')) + 1);
  return changed;
}

/** An installation without anything in it. */
async function emptyPlace(kind: 'embedded' | 'server'): Promise<{ database: Database; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-restored-'));
  const own = kind === 'server' ? await createEmptyDatabase() : undefined;
  const database = await openDatabase({ url: own?.url, applicationName: 'parley maintenance' });
  cleanUps.push(async () => {
    await database.close();
    await own?.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { database, dataDir };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-backup-'));
  path = join(folder, 'all.tar.gz');
  source = await startTestApp();
  alice = await source.signUp('alice');
  await source.signUp('bob');
  const { session, run, assistantMessage } = await ask(alice, { text: 'Remember “naïve” — 日本語\tand\u2028all' });
  await collectRun(alice, run.id);
  await collectRun(alice, (await ask(alice, { sessionId: session.id, text: 'And this?' })).run.id);
  await alice.query('mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { id } }', {
    input: { messageId: assistantMessage.id, rating: 'THUMBS_UP', text: 'good' },
  });
  const read = await upload(alice, 'baking.txt', 'Sourdough needs a starter.\n\nA pizza stone must be hot.');
  await whenRead(alice, read.document!.id);
  const waiting = await upload(alice, 'waiting.txt', 'The lighthouse keeper counts ships.');
  waitingId = (await whenRead(alice, waiting.document!.id)).id;
  const em = source.database.fork();
  await em.execute('delete from chunks where document_id = ?', [waitingId]);
  await em.execute(`update documents set status = 'PENDING', chunk_count = 0 where id = ?`, [waitingId]);
  await em.execute(
    `insert into chunk_vectors (chunk_id, embedder_id, owner_id, document_id, collection_id, precision, embedding, metadata, is_indexed)
     select id, 'test', owner_id, document_id, collection_id, 'fp32',
       (select array_agg(sin(n + ordinal)) from generate_series(1, 384) n)::vector, '{"a": 1.50}', true from chunks`,
  );
  await em.execute(
    `insert into conversation_summaries (id, created_at, session_id, message_id, message_count, text, token_count, model_id)
     select gen_random_uuid(), now(), session_id, id, 2, 'She said “naïve”.', 5, 'api:x' from messages where id = ?`,
    [assistantMessage.id],
  );
  await backUp(source.database, { path, dataDir: source.dataDir, version: '1.2.3' });
  original = await contentOf(source.database);
});
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

it('is an archive that every tar can read', () => {
  const names = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n');
  expect(names[0]).toBe('backup.json');
  expect(names.at(-1)).toBe('manifest.json');
  expect(names.filter((name) => name.startsWith('files/'))).toHaveLength(2);
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', path, 'manifest.json'], { encoding: 'utf8' }));
  expect(manifest).toMatchObject({ tables: original, files: { count: 2, missing: 0 } });
  expect(original['messages']!.rows).toBe(4);
  expect(original['term_counts']!.rows).toBeGreaterThan(3);
  expect(original['chunk_vectors']!.rows).toBeGreaterThan(0);
});

it('knows every table, and none has values of its own that a backup would have to set', async () => {
  const em = source.database.fork();
  const tables = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const known = [...ownTables(source.database), 'migrations'];
  expect(tables.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  const special = `select table_name, column_name from information_schema.columns where table_schema = 'public'
    and table_name <> 'migrations' and (is_identity = 'YES' or is_generated <> 'NEVER' or column_default like 'nextval%')`;
  expect(await em.execute(special)).toEqual([]);
});

describe('files that a backup needs', () => {
  const backUpTo = (name: string) =>
    backUp(source.database, { path: join(folder, name), dataDir: source.dataDir, version: '1.2.3' });
  const files = (): string => join(source.dataDir, 'files');

  /** Does something while something else is in the place of a path. */
  async function without(place: string, work: () => Promise<void>): Promise<void> {
    await rename(place, `${place}.aside`);
    await work().finally(async () => {
      await rm(place, { force: true });
      await rename(`${place}.aside`, place);
    });
  }

  it('are not left out because the folder is another one, or cannot be read', async () => {
    await without(files(), async () => {
      await expect(backUpTo('none.tar.gz')).rejects.toThrow(/the folder .*files does not exist\. Set DATA_DIR/);
    });
    const [{ key }] = await source.database
      .fork()
      .execute<[{ key: string }]>('select storage_key as key from documents limit 1');
    const place = join(files(), key.slice(-2));
    await without(place, async () => {
      await writeFile(place, 'not a folder');
      await expect(backUpTo('unreadable.tar.gz')).rejects.toThrow(/cannot be read \(ENOTDIR\)/);
    });
  });

  it('may be deleted meanwhile, and who restores is told', async () => {
    const [{ key }] = await source.database
      .fork()
      .execute<[{ key: string }]>('select storage_key as key from documents limit 1');
    await without(join(files(), key.slice(-2), key), async () => {
      expect((await backUpTo('less.tar.gz')).files).toMatchObject({ count: 1, missing: 1 });
    });
    const { database, dataDir } = await emptyPlace('embedded');
    const { missingFiles } = await restore(database, { path: join(folder, 'less.tar.gz'), dataDir });
    expect(missingFiles).toBe(1);
  });
});

describe.each(hasServer ? (['embedded', 'server'] as const) : (['embedded'] as const))('restored on %s', (kind) => {
  let place: { database: Database; dataDir: string };

  beforeAll(async () => {
    place = await emptyPlace(kind);
    await restore(place.database, { path, dataDir: place.dataDir });
  });

  it('has the same content by hash', async () => expect(await contentOf(place.database)).toEqual(original));

  it('works: signing in, reading, searching, sending, and what was waiting is done', async () => {
    const config = readConfig({
      DATA_DIR: place.dataDir,
      PORT: '0',
      SCRIPTED_MODELS: '1',
      RATE_LIMIT_MULTIPLIER: '1000',
      EMBEDDER: 'none',
    });
    const app = await createApp(config, place.database, silentLog);
    await app.start();
    await app.http.listen({ host: '127.0.0.1', port: 0 });
    const client = new TestClient(`http://127.0.0.1:${(app.http.server.address() as { port: number }).port}`);
    try {
      const input = { email: alice.email, password: alice.password };
      await client.query('mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }', { input });
      const { sessions } = await client.query(
        '{ sessions { nodes { id messages { nodes { text feedback { text } } } } } }',
      );
      const messages = sessions.nodes[0].messages.nodes as { text: string; feedback: { text: string } | null }[];
      expect(messages).toHaveLength(4);
      expect(messages[0]!.text).toBe('Remember “naïve” — 日本語\tand\u2028all');
      expect(messages[1]!.feedback).toEqual({ text: 'good' });
      const search =
        'query ($query: String!) { searchDocuments(input: { query: $query }) { chunk { document { fileName } } } }';
      expect((await client.query(search, { query: 'pizza stone' })).searchDocuments[0].chunk.document.fileName).toBe(
        'baking.txt',
      );
      expect(await whenRead(client, waitingId)).toMatchObject({ status: 'READY', chunkCount: 1 });
      const { run } = await ask(client, { text: 'Still there?' });
      expect((await collectRun(client, run.id)).at(-1)).toMatchObject({ status: 'COMPLETED' });
    } finally {
      await app.stop(0);
    }
  });

  it('does not replace what has accounts unless forced, and then as a whole', async () => {
    await expect(restore(place.database, { path, dataDir: place.dataDir })).rejects.toThrow(
      /has accounts \(2\).*--force/s,
    );
    expect((await contentOf(place.database))['messages']!.rows).toBe(6);
    await restore(place.database, { path, dataDir: place.dataDir, force: true });
    expect(await contentOf(place.database)).toEqual(original);
  });

  it('is as before when the archive was cut or damaged', async () => {
    const bytes = await readFile(path);
    const cut = join(folder, `cut-${kind}.tar.gz`);
    await writeFile(cut, bytes);
    await truncate(cut, Math.floor(bytes.length * 0.7));
    await expect(restore(place.database, { path: cut, dataDir: place.dataDir, force: true })).rejects.toThrow(
      /was cut/,
    );
    const damaged = join(folder, `damaged-${kind}.tar.gz`);
    const changed = Buffer.from(bytes);
    changed[Math.floor(bytes.length / 2)]! ^= 0xff;
    await writeFile(damaged, changed);
    const wrong = { path: damaged, dataDir: place.dataDir, force: true };
    await expect(restore(place.database, wrong)).rejects.toMatchObject({ name: 'BadArchive' });
    const spoilt = join(folder, `spoilt-${kind}.tar.gz`);
    await writeFile(spoilt, gzipSync(spoilVector(gunzipSync(bytes))));
    await expect(restore(place.database, { ...wrong, path: spoilt })).rejects.toThrow(
      /^The archive is damaged: the rows of chunk_vectors cannot be read \(22P02\)\.$/,
    );
    expect(await contentOf(place.database)).toEqual(original);
  });
});

// What they restore to is embedded, and where the archive came from does not matter.
describe.skipIf(hasServer)('restoring', () => {
  it('leaves tables alone that are not Parley’s', async () => {
    const { database, dataDir } = await emptyPlace('embedded');
    await database.fork().execute("create table recipes (name text); insert into recipes values ('bread')");
    await restore(database, { path, dataDir, force: true });
    expect(await database.fork().execute('select name from recipes')).toEqual([{ name: 'bread' }]);
  });

  it('takes a backup of an older release, and brings it up to date', async () => {
    const old = await emptyPlace('embedded');
    await old.database.migrate();
    await old.database
      .fork()
      .execute(
        `insert into users (id, created_at, email, display_name) values (gen_random_uuid(), now(), 'old@example.com', 'Old')`,
      );
    const oldPath = join(folder, 'old.tar.gz');
    await backUp(old.database, { path: oldPath, dataDir: old.dataDir, version: '0.0.1' });
    migrations.push({ name: '0002-later', class: Later });
    try {
      const { database, dataDir } = await emptyPlace('embedded');
      await restore(database, { path: oldPath, dataDir });
      expect(await database.orm.migrator.getPending()).toEqual([]);
      expect(await database.fork().execute('select email, later from users')).toEqual([
        { email: 'old@example.com', later: 7 },
      ]);
    } finally {
      migrations.pop();
    }
  });
});

describe.skipIf(!hasServer)('moving', () => {
  it('from the embedded database to a server keeps everything', async () => {
    const embedded = await emptyPlace('embedded');
    await restore(embedded.database, { path, dataDir: embedded.dataDir });
    const server = await emptyPlace('server');
    await copyDatabase(embedded.database, server.database);
    expect(await contentOf(server.database)).toEqual(original);
  });

  it('works for a role that may not make schemas, where somebody else has made them', async () => {
    const own = await createEmptyDatabase();
    const role = `few_${own.name}`;
    await own.execute(`create role ${role} login password 'few';
      revoke create on database ${own.name} from public; grant create, usage on schema public to ${role};
      create extension vector; create schema pgboss authorization ${role}; create schema analytics authorization ${role};`);
    const url = new URL(own.url);
    Object.assign(url, { username: role, password: 'few' });
    const database = await openDatabase({ url: url.href, applicationName: 'parley maintenance' });
    try {
      await makeTables(database);
      for (let count = 0; count < 2; count++) {
        await restore(database, { path, dataDir: folder, force: true });
        expect(await contentOf(database)).toEqual(original);
        await makeTables(database);
      }
    } finally {
      await database.close();
      await own.execute(`drop owned by ${role}; drop role ${role}`);
      await own.drop();
    }
  });

  it('refuses a database on which Parley is running', async () => {
    await source.database.fork().execute('select 1');
    const { database, dataDir } = await emptyPlace('embedded');
    await restore(database, { path, dataDir });
    await expect(copyDatabase(database, source.database, { force: true })).rejects.toThrow(/Stop every instance first/);
  });
});
