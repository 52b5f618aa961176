import { MEGABYTE } from '../../kernel/bytes.ts';
import { ParleyError } from '../../kernel/errors.ts';

/** Shorter ones always pass: who has no room left can still delete, rename and stop. */
const ALWAYS_FREE = 1_000;
/** How much may be written before the database is asked again what there is. */
const COUNT_EVERY = MEGABYTE;
/** How long who has no room left waits before it is looked again, in milliseconds. */
const LOOK_AGAIN = 10_000;
/** People who wrote much lately; more are forgotten, and then counted from zero. */
const MAX_PEOPLE = 10_000;

interface Writer {
  /** What is stored; null before it was counted. */
  stored: { text: number; files: number } | null;
  countedAt: number;
  /** Written since. */
  added: number;
}

/**
 * Counts text into the room a person has. Nothing is read for what people usually write: only who has written a
 * megabyte since the last time is counted again.
 */
export class TextQuota {
  readonly #maxBytes: number;
  readonly #count: (userId: string) => Promise<{ text: number; files: number }>;
  readonly #writers = new Map<string, Writer>();

  /** @param count looks up what a person has stored. */
  constructor(maxBytes: number, count: (userId: string) => Promise<{ text: number; files: number }>) {
    this.#maxBytes = maxBytes;
    this.#count = count;
  }

  /** @throws ParleyError QUOTA_EXCEEDED when there is no room for so much text. */
  async admit(userId: string, bytes: number): Promise<void> {
    if (bytes <= ALWAYS_FREE) return;
    const writer = this.#writerOf(userId);
    writer.added += bytes;
    const isDue = writer.added > COUNT_EVERY || this.#isFull(writer);
    if (
      isDue &&
      (writer.stored === null || performance.now() - writer.countedAt > LOOK_AGAIN || !this.#isFull(writer))
    ) {
      writer.stored = await this.#count(userId);
      writer.countedAt = performance.now();
      writer.added = bytes;
    }
    if (!this.#isFull(writer)) return;
    writer.added -= bytes;
    const { text, files } = writer.stored!;
    throw new ParleyError(
      'QUOTA_EXCEEDED',
      `Your storage is full: your conversations take ${inMegabytes(text)} MB and your files ${inMegabytes(files)} MB of ${inMegabytes(this.#maxBytes)} MB. Delete files, or conversations, which are erased after a time in the trash.`,
    );
  }

  #writerOf(userId: string): Writer {
    const known = this.#writers.get(userId);
    if (known) return known;
    if (this.#writers.size >= MAX_PEOPLE) this.#writers.clear();
    const writer: Writer = { stored: null, countedAt: 0, added: 0 };
    this.#writers.set(userId, writer);
    return writer;
  }

  #isFull({ stored, added }: Writer): boolean {
    return stored !== null && stored.text + stored.files + added > this.#maxBytes;
  }
}

const inMegabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
