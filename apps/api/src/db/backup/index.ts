import type { Database } from '../orm.ts';
import { openArchive, writeArchive } from './archive.ts';
import { withContentOf } from './content.ts';
import { RestoredFiles, StoredFiles } from './files.ts';
import type { BackupManifest, TableSummary } from './format.ts';
import { loadContent } from './load.ts';

/**
 * Writes everything of an installation into one archive: the tables as they are at one moment, and the files that their
 * documents name. A server may go on meanwhile.
 */
export function backUp(
  database: Database,
  options: { path: string; dataDir: string; version: string },
): Promise<BackupManifest> {
  const { path, dataDir, version } = options;
  const header = { version, madeAt: new Date().toISOString() };
  return withContentOf(database, (content, tx) => writeArchive(path, header, content, new StoredFiles(tx, dataDir)));
}

/**
 * Makes an installation what it was when the archive was made. Everything is there afterwards, compared by hash, or nothing.
 * @returns rows by table, and how many files were missing when the archive was made.
 * @throws BadArchive when the archive is none, or was cut or changed.
 */
export async function restore(
  database: Database,
  options: { path: string; dataDir: string; force?: boolean },
): Promise<{ tables: Record<string, TableSummary>; missingFiles: number }> {
  const files = new RestoredFiles(options.dataDir);
  try {
    const content = await openArchive(options.path, files);
    const tables = await loadContent(database, content, {
      force: options.force ?? false,
      otherTarget: 'Name another, empty one in DATA_DIR or DATABASE_URL',
    });
    return { tables, missingFiles: content.files.missing };
  } catch (error) {
    await files.takeBack();
    throw error;
  }
}

/** Copies the tables of one database into another, compared by hash. Files stay where they are. */
export function copyDatabase(
  from: Database,
  to: Database,
  options: { force?: boolean } = {},
): Promise<Record<string, TableSummary>> {
  return withContentOf(from, (content) =>
    loadContent(to, content, { force: options.force ?? false, otherTarget: 'Name an empty database with --to' }),
  );
}
