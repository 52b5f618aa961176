import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/db/orm.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** File with a migrated, empty embedded database. */
    snapshotPath: string;
  }
}

/** Migrates once; every test file boots from the dump. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const database = await openDatabase({});
  await database.migrate();
  const snapshot = await database.embedded!.dump();
  await database.close();
  const path = join(folder, 'migrated.tar');
  await writeFile(path, Buffer.from(await snapshot.arrayBuffer()));
  project.provide('snapshotPath', path);
  return () => rm(folder, { recursive: true, force: true });
}
