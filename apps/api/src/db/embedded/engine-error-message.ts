/** The engine's file system throws objects that are no errors, with the numbers of WASI. */
const meanings: Record<number, string> = {
  2: 'EACCES: Parley lacks permission to read or write there',
  19: 'EDQUOT: the disk quota of this user is exceeded',
  29: 'EIO: the disk cannot be read or written',
  51: 'ENOSPC: the disk of DATA_DIR is full',
  63: 'EPERM: Parley lacks permission to read or write there',
  69: 'EROFS: the disk is read-only',
};

/** What the engine threw, as an error with words for who operates the server. */
export function engineError(error: unknown, folder: string | undefined): Error {
  if (error instanceof Error) return error;
  const { errno } = (error ?? {}) as { errno?: unknown };
  if (typeof errno !== 'number') return new Error(String(error));
  const meaning = meanings[errno] ?? `error ${errno} of its file system`;
  return new Error(`The embedded database in ${folder ?? 'memory'} cannot work. ${meaning}.`);
}
