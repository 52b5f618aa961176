import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process that was killed may take to be gone, in milliseconds. */
const PATIENCE = 2_000;
const PAUSE = 50;

/**
 * Keeps a second process off the data folder: two embedded databases on one folder lose data silently.
 * @returns gives the folder free again.
 * @throws Error that names the process that has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'parley.lock');
  const mine = identity(process.pid);
  const deadline = Date.now() + PATIENCE;
  let hasRemoved = false;
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(mine);
      await file.close();
      // Another one that saw the same dead lock may have removed ours instead.
      if (hasRemoved) await sleep(2 * PAUSE);
      if (!hasRemoved || (await contentOf(path)) === mine) return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await contentOf(path);
      const isLate = Date.now() > deadline;
      if (isHeld(holder) && isLate) throw inUse(folder, holder);
      // An empty lock is just being written, unless it stays so.
      if (isHeld(holder) || (holder === '' && !isLate)) await sleep(PAUSE);
      else {
        await rm(path, { force: true });
        hasRemoved = true;
      }
    }
  }
}

const contentOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

function isHeld(holder: string): boolean {
  const pid = Number.parseInt(holder, 10);
  return isAlive(pid) && identity(pid) === holder;
}

function inUse(folder: string, holder: string): Error {
  const pid = Number.parseInt(holder, 10);
  return new Error(
    `The data folder ${folder} is in use by process ${pid}. Stop it first, or set DATA_DIR to another folder.`,
  );
}

/** A process id alone may be somebody else's after a restart; with its start time it is not. */
function identity(pid: number): string {
  const [state, startTime] = stateOf(pid);
  // A zombie has ended: only its parent has not asked how yet.
  return state === 'Z' ? `${pid} ended` : `${pid} ${startTime}`;
}

/** State and start time of a process, where /proc tells. */
function stateOf(pid: number): [state: string, startTime: string] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [fields[0] ?? '', fields[19] ?? ''];
  } catch {
    return ['', ''];
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
