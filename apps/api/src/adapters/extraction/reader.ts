import type { Block } from '../../ports/document-extractor.ts';

/** Something between blocks, to tell how far the reading is. */
export interface Progress {
  progress: number;
}

/** Reads one kind of file: blocks in reading order, and now and then how far it is. */
export type Reader = (bytes: Buffer) => AsyncIterable<Block | Progress> | Iterable<Block | Progress>;
