/** Counts up when an older Parley could not read the archive. */
export const FORMAT = 1;

/** The first entry of an archive: what it is. */
export interface BackupHeader {
  format: number;
  /** Version of the Parley that made it. */
  version: string;
  madeAt: string;
  /** Steps the schema had been through, oldest first. */
  migrations: string[];
  /** Tables in the order in which they can be filled, with their columns. */
  tables: { name: string; columns: string[] }[];
}

export interface TableSummary {
  rows: number;
  /** SHA-256 of the table’s lines, each with its line break, ordered by the primary key. */
  sha256: string;
}

/** The last entry: without it, an archive was cut. */
export interface BackupManifest {
  tables: Record<string, TableSummary>;
  files: {
    count: number;
    bytes: number;
    /** SHA-256 over a line `name sha256` for each file, in the order of the archive. */
    sha256: string;
    /** Files that documents name and the store does not have. */
    missing: number;
  };
}

export const HEADER_NAME = 'backup.json';
export const MANIFEST_NAME = 'manifest.json';

/** The wrong kind of file, or one that was damaged. */
export class BadArchive extends Error {
  override name = 'BadArchive';
}
