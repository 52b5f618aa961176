/** The engine's file system throws objects that are no errors, with the numbers of WASI. */
const meanings: Record<number, string> = {
  2: 'EACCES: Parley may not read or write there',
  19: 'EDQUOT: no room is left of what this user may take',
  29: 'EIO: the disk cannot be read or written',
  51: 'ENOSPC: no room is left on the disk of DATA_DIR',
  63: 'EPERM: Parley may not read or write there',
  69: 'EROFS: the disk can only be read',
};

/** What the engine threw, as an error with words for who operates the server. */
export function engineError(error: unknown, folder: string | undefined): Error {
  if (error instanceof Error) return error;
  const { errno } = (error ?? {}) as { errno?: unknown };
  if (typeof errno !== 'number') return new Error(String(error));
  const meaning = meanings[errno] ?? `error ${errno} of its file system`;
  return new Error(`The embedded database in ${folder ?? 'memory'} cannot work. ${meaning}.`);
}
