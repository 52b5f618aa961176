import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/db/orm.ts';
import { createTemplateDatabase, dropDatabase, makeTables } from './test-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** File with a migrated, empty embedded database. */
    snapshotPath: string;
    /** The same as a folder. */
    snapshotFolder: string;
    /** Migrated, empty database on the server; null in the project that uses the embedded one. */
    templateDatabase: string | null;
  }
}

/** Migrates once; every test file starts from a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  return project.name === 'servers' ? onServers(project) : embedded(project);
}

async function onServers(project: TestProject): Promise<() => Promise<void>> {
  const name = await createTemplateDatabase();
  project.provide('templateDatabase', name);
  return () => dropDatabase(name);
}

async function embedded(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const path = join(folder, 'migrated.tar');
  const embeddedDir = join(folder, 'postgres');
  const database = await openDatabase({ embeddedDir });
  await makeTables(database);
  const snapshot = await database.embedded!.dump();
  await database.close();
  await writeFile(path, Buffer.from(await snapshot.arrayBuffer()));
  project.provide('snapshotPath', path);
  project.provide('snapshotFolder', embeddedDir);
  project.provide('templateDatabase', null);
  return () => rm(folder, { recursive: true, force: true });
}
