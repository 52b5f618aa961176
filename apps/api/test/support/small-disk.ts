import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of its own that can be full or read-only. */
export interface SmallDisk {
  /** Its size from now on, in bytes. */
  resize(bytes: number): Promise<void>;
  setReadOnly(isReadOnly: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** Puts an empty file system in memory at a folder; null where that is not permitted. */
export async function mountSmallDisk(folder: string, bytes: number): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true });
  const remount = async (options: string): Promise<void> => {
    await run('mount', ['-o', `remount,${options}`, folder]);
  };
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0755`, 'tmpfs', folder]);
  } catch {
    return null;
  }
  return {
    resize: (size) => remount(`size=${size}`),
    setReadOnly: (isReadOnly) => remount(isReadOnly ? 'ro' : 'rw'),
    remove: async () => {
      await run('umount', ['-l', folder]);
    },
  };
}
