import type { JobKind, Queue } from '../ports/queue.ts';
import type { Housekeeping } from '../room.ts';

/** Regular work; the key is the name of the task. */
const housekeeping: JobKind = { name: 'housekeeping', concurrency: 1, retries: 3 };

const HOUR_SECONDS = 60 * 60;

/** Puts the tasks on the queue: at once, unless another server has done them within this hour, and every hour from then on. */
export async function startHousekeeping(queue: Queue, tasks: Housekeeping): Promise<void> {
  // A task of an older or newer version that shares the queue is nothing to this one.
  await queue.work(housekeeping, async (task, { signal }) => void (await tasks[task]?.(signal)));
  for (const task of Object.keys(tasks)) await queue.every(housekeeping, task, HOUR_SECONDS);
}
