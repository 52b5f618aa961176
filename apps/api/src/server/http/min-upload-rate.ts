import type { Readable } from 'node:stream';

/** How long an upload may be slow, in milliseconds, and what counts as slow afterwards, in bytes per second. */
const PATIENCE = 20_000;
const LEAST_RATE = 2_000;
const INTERVAL = 2_000;

/** Ends uploads that come so slowly that they only hold places: a line of a few bytes a second, or nothing at all. */
export class MinUploadRate {
  readonly #bytesRead: () => number;
  readonly #startedAt = performance.now();
  readonly #before: number;
  #timer: NodeJS.Timeout | undefined;
  #stream: Readable | undefined;

  /** @param bytesRead how much has come over the connection so far. */
  constructor(bytesRead: () => number) {
    this.#bytesRead = bytesRead;
    this.#before = bytesRead();
  }

  /** Runs `work`, and rejects with HTTP 408 when the upload is too slow. */
  guard(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#timer = setInterval(() => {
        if (!this.#isTooSlow()) return;
        const error = Object.assign(new Error('The upload was too slow.'), { statusCode: 408 });
        this.#stream?.destroy(error);
        reject(error);
      }, INTERVAL);
      work().then(resolve, reject);
    });
  }

  /** The stream that is being read: it ends when the upload is too slow. */
  watch(stream: Readable): void {
    this.#stream = stream;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #isTooSlow(): boolean {
    const elapsed = performance.now() - this.#startedAt;
    return elapsed > PATIENCE && ((this.#bytesRead() - this.#before) * 1_000) / elapsed < LEAST_RATE;
  }
}
