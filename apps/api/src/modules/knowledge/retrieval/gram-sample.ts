import { setImmediate as nextImmediate } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { charNgrams, tokenize } from '../../../text-search/terms.ts';

/** Chunks that are read to learn how common runs of letters are: all of a small collection, some of a large one. */
const SAMPLE = 600;
const OWNERS = 50;
const TEXTS_PER_TURN = 20;
/** A sample is made anew when the owner's chunks have become this much more or fewer. */
const TOLERATED_CHANGE = 0.15;

interface Sample {
  /** How many chunks the owner had. */
  chunkCount: number;
  size: number;
  counts: ReadonlyMap<string, number>;
}

/**
 * In how many chunks of a person each run of letters is, estimated from a sample. Counting all would cost
 * more at each upload than all else; a run of letters matters less than a word.
 */
export class GramSample {
  readonly #samples = new Map<string, Sample>();

  /** @param chunkCount chunks the owner has now. */
  async estimates(em: SqlEntityManager, ownerId: string, chunkCount: number): Promise<(gram: string) => number> {
    const sample = await this.#sample(em, ownerId, chunkCount);
    const factor = sample.size > 0 ? chunkCount / sample.size : 0;
    return (gram) => (sample.counts.get(gram) ?? 0) * factor;
  }

  async #sample(em: SqlEntityManager, ownerId: string, chunkCount: number): Promise<Sample> {
    const known = this.#samples.get(ownerId);
    if (known && Math.abs(known.chunkCount - chunkCount) <= known.chunkCount * TOLERATED_CHANGE) return known;
    const made = await readSample(em, ownerId, chunkCount);
    this.#samples.delete(ownerId);
    this.#samples.set(ownerId, made);
    if (this.#samples.size > OWNERS) this.#samples.delete(this.#samples.keys().next().value!);
    return made;
  }
}

async function readSample(em: SqlEntityManager, ownerId: string, chunkCount: number): Promise<Sample> {
  // The end of an id is random: those below a bound are a fair part of all.
  const part = Math.min(1, SAMPLE / Math.max(1, chunkCount));
  const bound =
    part === 1
      ? 'ffffff'
      : Math.floor(part * 0xffffff)
          .toString(16)
          .padStart(6, '0');
  const rows = await em.execute<{ text: string }[]>(
    `select text from chunks where owner_id = ? and right(id::text, 6) <= ? limit ${SAMPLE * 2}`,
    [ownerId, bound],
  );
  const counts = new Map<string, number>();
  for (const [index, { text }] of rows.entries()) {
    // Other work gets its turn every few milliseconds.
    if (index % TEXTS_PER_TURN === 0) await nextImmediate();
    for (const gram of new Set(tokenize(text).flatMap(charNgrams))) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { chunkCount, size: rows.length, counts };
}
