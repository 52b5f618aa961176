import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';

/**
 * Makes the data folder, for nobody else on this machine, unless it is there. One that somebody made keeps its rights.
 * @throws Error that names DATA_DIR when it cannot be used.
 */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`DATA_DIR (${folder}) cannot be used: ${reasonOf(error as NodeJS.ErrnoException)}`, {
      cause: error,
    });
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'it, or a part of its path, is a file. Name a folder.';
    case 'EACCES':
    case 'EPERM':
      return 'Parley may not read and write there. Give it to the user Parley runs as, or name another folder.';
    case 'EROFS':
      return 'the disk can only be read. Name another folder.';
    case 'ENOSPC':
      return 'no room is left on the disk.';
    default:
      return message;
  }
}
