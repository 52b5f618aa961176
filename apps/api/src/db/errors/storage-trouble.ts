import { causesOf } from './error-causes.ts';

/** PostgreSQL's disk_full, and the file system's. */
const fullCodes = new Set(['53100', 'ENOSPC', 'EROFS', 'EDQUOT']);
/** PostgreSQL's read_only_sql_transaction: a replica that was failed over to, or a host that lets a full disk only be read. */
export const READ_ONLY_CODE = '25006';

/** Whether an error only says that nothing can be saved just now, while what is there can be read. */
export function storageTrouble(error: unknown): 'full' | 'readOnly' | null {
  for (const { code } of causesOf(error)) {
    if (code === READ_ONLY_CODE) return 'readOnly';
    if (fullCodes.has(code)) return 'full';
  }
  return null;
}
