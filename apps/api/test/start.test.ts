import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrations } from '../src/db/migrations/index.ts';
import { openDatabase } from '../src/db/orm.ts';
import { ask, collectRun } from './support/conversation.ts';
import { programOf, ServerProcess } from './support/server-process.ts';
import { mountSmallDisk } from './support/small-disk.ts';
import { createUser, TestClient } from './support/test-client.ts';
import { createEmptyDatabase, type EmptyDatabase } from './support/test-database.ts';

const apiFolder = fileURLToPath(new URL('../', import.meta.url));

/** Runs a command for the operator as a process. @returns what it says. */
async function maintain(settings: Record<string, string>, ...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], ...settings };
  const { stdout } = await promisify(execFile)(process.execPath, [...programOf('maintenance'), ...args], {
    cwd: apiFolder,
    env,
  });
  return stdout;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-start-'));
});
afterAll(async () => {
  await ServerProcess.crashAll();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!inject('templateDatabase'))('on a server', () => {
  let own: EmptyDatabase;
  beforeAll(async () => {
    own = await createEmptyDatabase();
  });
  afterAll(() => own.drop());

  it('two servers that start at once on an empty database make the schema once, and both work', async () => {
    const settings = { DATABASE_URL: own.url, DATA_DIR: folder, EMBEDDER: 'none' };
    const servers = await Promise.all([ServerProcess.start(settings), ServerProcess.start(settings)]);
    for (const [index, { url }] of servers.entries()) {
      const client = await createUser(url, `person${index}`);
      const { run } = await ask(client, { text: 'hello' });
      expect((await collectRun(client, run.id)).at(-1)).toMatchObject({ status: 'COMPLETED' });
      await client.close();
    }
    const database = await openDatabase({ url: own.url });
    const rows = await database.fork().execute<{ name: string }[]>('select name from migrations order by id');
    await database.close();
    expect(rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
  });

  it('says what to do when the database is not there', async () => {
    const url = `${own.url}_elsewhere`;
    await expect(ServerProcess.start({ DATABASE_URL: url, DATA_DIR: folder })).rejects.toThrow(
      /Parley could not start\.\n.*has no database.*\n {2}create database/,
    );
  });
});

describe.skipIf(Boolean(inject('templateDatabase')))('commands for the operator', () => {
  it('refuse a data folder in use, as a second server does, make a backup of it afterwards, and restore it elsewhere', async () => {
    const dataDir = join(folder, 'first');
    const server = await ServerProcess.start({ DATA_DIR: dataDir, EMBEDDER: 'none' });
    await expect(ServerProcess.start({ DATA_DIR: dataDir })).rejects.toThrow(/in use by process \d+.*DATA_DIR/s);
    const alice = await createUser(server.url, 'alice');
    await ask(alice, { text: 'hello' });
    const file = join(folder, 'backup.tar.gz');
    await expect(maintain({ DATA_DIR: dataDir }, 'backup', '--to', file)).rejects.toThrow(
      /in use by process \d+\. Stop it first/,
    );
    await server.stop();
    expect(await maintain({ DATA_DIR: dataDir }, 'backup', file)).toMatch(
      /backup\.tar\.gz: \d+ rows of \d+ tables and 0 files/,
    );
    const other = join(folder, 'second');
    expect(await maintain({ DATA_DIR: other }, 'restore', file)).toMatch(/compared them: all are as they were/);
    const again = await ServerProcess.start({ DATA_DIR: other, EMBEDDER: 'none' });
    const { sessions } = await signIn(again.url, alice.email, alice.password);
    expect(sessions.totalCount).toBe(1);
    await again.stop();
  }, 180_000);

  it('take the name of an archive, and nothing they would not heed', async () => {
    const file = join(folder, 'named.tar.gz');
    await expect(maintain({ DATA_DIR: folder }, 'backup', file, 'another')).rejects.toThrow(/Usage:/);
    await expect(maintain({ DATA_DIR: folder }, 'backup', file, '--to', file)).rejects.toThrow(/Usage:/);
    await expect(maintain({ DATA_DIR: folder }, 'move', '--to', 'postgres://a:hunter2#@b/c')).rejects.toThrow(
      /--to must be a URL/,
    );
  });

  it('say how they are used, and what is missing', async () => {
    await expect(maintain({ DATA_DIR: folder }, 'tidy')).rejects.toThrow(/Usage:/);
    await expect(maintain({ DATA_DIR: join(folder, 'none') }, 'backup')).rejects.toThrow(
      /There is no embedded database in/,
    );
  });
});

describe.skipIf(Boolean(inject('templateDatabase')))('a start that fails', () => {
  it('says that the disk is full', async (context) => {
    const small = join(folder, 'small');
    const disk = await mountSmallDisk(small, 5_000_000);
    if (!disk) return context.skip('file systems may not be mounted here');
    const start = ServerProcess.start({ DATA_DIR: join(small, 'data'), EMBEDDER: 'none' });
    await expect(start.finally(() => disk.remove())).rejects.toThrow(
      /could not start\.\n.*ENOSPC: the disk of DATA_DIR is full/,
    );
  }, 180_000);
});

async function signIn(url: string, email: string, password: string): Promise<{ sessions: { totalCount: number } }> {
  const client = new TestClient(url);
  const input = { email, password };
  await client.query('mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }', { input });
  return client.query('{ sessions { totalCount } }');
}
