import { setTimeout as sleep } from 'node:timers/promises';

type Falsy = undefined | null | false | 0 | '';

/** Reads again and again until there is something: true, or what is looked for. Fails by the test’s time-out. */
export async function until<T>(read: () => T | Falsy | Promise<T | Falsy>): Promise<Exclude<T, Falsy>> {
  for (;;) {
    const found = await read();
    if (found) return found as Exclude<T, Falsy>;
    await sleep(10);
  }
}
