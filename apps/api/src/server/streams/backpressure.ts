import { setTimeout as sleep } from 'node:timers/promises';

/** A reader who lets this many bytes pile up is cut off; it can come back and resume. */
export const MAX_BUFFERED = 1024 * 1024;
/** A replay goes on when no more than this is waiting. */
const REPLAY_BUFFERED = 128 * 1024;
const POLL_INTERVAL = 10;

/**
 * Resolves when a replay may go on; undefined when it may at once.
 * @param waiting the bytes that wait for the reader; 0 when it is gone.
 */
export function roomForReplay(waiting: () => number): Promise<void> | undefined {
  return waiting() > REPLAY_BUFFERED ? whenRead(waiting) : undefined;
}

async function whenRead(waiting: () => number): Promise<void> {
  while (waiting() > REPLAY_BUFFERED) await sleep(POLL_INTERVAL);
}
