import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/db/orm.ts';
import { createTemplateDatabase, dropDatabase } from './test-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** File with a migrated, empty embedded database. */
    snapshotPath: string;
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
  const database = await openDatabase({});
  await database.migrate();
  const snapshot = await database.embedded!.dump();
  await database.close();
  const path = join(folder, 'migrated.tar');
  await writeFile(path, Buffer.from(await snapshot.arrayBuffer()));
  project.provide('snapshotPath', path);
  project.provide('templateDatabase', null);
  return () => rm(folder, { recursive: true, force: true });
}
