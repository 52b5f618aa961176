import { setTimeout as sleep } from 'node:timers/promises';

/** Reads again and again until there is something. */
export async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    await sleep(20);
  }
}
