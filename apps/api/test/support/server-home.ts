import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/db/orm.ts';
import { createTestDatabase } from './test-database.ts';

/** A data folder and a migrated, empty database for servers that are processes of their own. */
export interface ServerHome {
  dataDir: string;
  /** Settings of such a server. */
  settings: Record<string, string>;
  /** Opens its database; the embedded one only while no server has it. */
  open(): Promise<Database>;
  /** Deletes both. */
  drop(): Promise<void>;
}

/** Makes one, with the kind of database of the project. */
export async function createServerHome(): Promise<ServerHome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-home-'));
  const database = await createTestDatabase();
  const { DATABASE_URL: url } = database.settings;
  const embeddedDir = join(dataDir, 'postgres');
  if (!url) await cp(inject('snapshotFolder'), embeddedDir, { recursive: true });
  return {
    dataDir,
    settings: { DATA_DIR: dataDir, ...database.settings },
    open: () => openDatabase(url ? { url } : { embeddedDir }),
    async drop() {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
