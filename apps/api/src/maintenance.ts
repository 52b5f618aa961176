import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.ts';
import { makeDataFolder } from './startup/data-folder.ts';
import { backUp, copyDatabase, restore } from './db/backup/index.ts';
import type { TableSummary } from './db/backup/format.ts';
import { lockFolder } from './db/embedded/folder-lock.ts';
import { type Database, openDatabase } from './db/orm.ts';
import { checkServer } from './db/server/server-check.ts';
import { connectionUrlForm, isConnectionUrl } from './kernel/connection-url.ts';

const usage = `Usage:
  backup [FILE]                    writes everything into one archive
  restore FILE [--force]           puts an archive into an empty installation; --force replaces what is there
  move --to postgres://… [--force] copies the embedded database of DATA_DIR to a PostgreSQL server
Which installation is meant is said by DATABASE_URL and DATA_DIR, as for the server. See docs/operate/backup.md.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Opens a database for the time of some work, with the data folder to ourselves where the database is in it. */
async function withDatabase<T>(
  { dataDir }: Config,
  url: string | undefined,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const unlock = url === undefined ? await lockEmbedded(dataDir) : async () => {};
  try {
    if (url !== undefined) await checkServer(url);
    const database = await openDatabase({
      url,
      embeddedDir: join(dataDir, 'postgres'),
      applicationName: 'parley maintenance',
    });
    return await work(database).finally(() => database.close());
  } finally {
    await unlock();
  }
}

async function lockEmbedded(dataDir: string): Promise<() => Promise<void>> {
  await makeDataFolder(dataDir);
  return lockFolder(dataDir).catch((error: Error) => {
    throw new Error(`${error.message}
Only one process can use the embedded database at a time. (With PostgreSQL, a backup can run while Parley runs.)`);
  });
}

/** Opening would make a new, empty one. */
async function mustExist({ dataDir, DATABASE_URL }: Config): Promise<void> {
  if (DATABASE_URL !== undefined) return;
  const folder = join(dataDir, 'postgres');
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!exists) throw new Error(`There is no embedded database in ${dataDir}. Set DATA_DIR, or DATABASE_URL.`);
}

const rowsOf = (tables: Record<string, TableSummary>): number =>
  Object.values(tables).reduce((sum, { rows }) => sum + rows, 0);

async function backup(config: Config, to: string | undefined): Promise<void> {
  await mustExist(config);
  const path = resolve(to ?? `parley-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.tar.gz`);
  const { dataDir, version } = config;
  const { tables, files } = await withDatabase(config, config.DATABASE_URL, (database) =>
    backUp(database, { path, dataDir, version }),
  );
  say(`${path}: ${rowsOf(tables)} rows of ${Object.keys(tables).length} tables and ${files.count} files.`);
  if (files.missing > 0) {
    say(`${files.missing} files that documents name were not in ${dataDir}/files: deleted meanwhile, or lost.`);
  }
}

async function restoreFrom(config: Config, file: string, force: boolean): Promise<void> {
  const { dataDir } = config;
  const path = resolve(file);
  await stat(path).catch(() => {
    throw new Error(`There is no file ${path}.`);
  });
  const { tables, missingFiles } = await withDatabase(config, config.DATABASE_URL, (database) =>
    restore(database, { path, dataDir, force }),
  );
  say(
    `Restored ${rowsOf(tables)} rows of ${Object.keys(tables).length} tables and compared them: all are as they were.`,
  );
  if (missingFiles > 0)
    say(`${missingFiles} files that documents name are not in this backup: they were not there when it was made.`);
}

/** From the embedded database, also where DATABASE_URL names the new one already. */
async function move(config: Config, to: string, force: boolean): Promise<void> {
  await mustExist({ ...config, DATABASE_URL: undefined });
  const tables = await withDatabase(config, undefined, (from) =>
    withDatabase(config, to, (target) => copyDatabase(from, target, { force })),
  );
  say(`Moved ${rowsOf(tables)} rows of ${Object.keys(tables).length} tables and compared them: all are as they were.
Set DATABASE_URL to the new database and start Parley. Uploaded files stay in ${config.dataDir}/files; keep DATA_DIR as it is.`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, force: { type: 'boolean', default: false } },
  });
  const [command, file, ...rest] = positionals;
  const config = readConfig(process.env);
  if (rest.length > 0) throw new Error(usage);
  if (command === 'backup' && (file === undefined || values.to === undefined)) return backup(config, file ?? values.to);
  if (command === 'restore' && file !== undefined) return restoreFrom(config, file, values.force);
  if (command === 'move' && file === undefined && values.to !== undefined && /^postgres(ql)?:\/\//.test(values.to)) {
    if (!isConnectionUrl(values.to)) throw new Error(`--to ${connectionUrlForm}`);
    return move(config, values.to, values.force);
  }
  throw new Error(usage);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
