import type { Block } from '../../../ports/document-extractor.ts';
import type { ChunkLocation } from '../documents/chunk.entity.ts';
import { splitSentences } from './sentences.rules.ts';

/** Sizes of chunks, in tokens. */
export interface ChunkSizes {
  /** No chunk is longer. */
  most: number;
  /** How much of the chunk before a paragraph chunk begins with. */
  overlap: number;
  /** Records are put together up to this. */
  records: number;
}

const standardSizes: ChunkSizes = { most: 512, overlap: 50, records: 256 };

/** A chunk before it is stored. */
export interface ChunkDraft {
  text: string;
  tokenCount: number;
  location: ChunkLocation;
}

interface Piece {
  text: string;
  tokens: number;
  block: Block;
  /** What stands between it and the piece before. */
  separator: '\n\n' | '\n' | ' ' | '';
}

/**
 * Cuts a document into chunks at the borders of its paragraphs and sentences; records stay whole where they fit.
 * Give it the blocks in order, take what is ready, and at the end the rest.
 */
export class Chunker {
  readonly #count: (text: string) => number;
  readonly #sizes: ChunkSizes;
  #pieces: Piece[] = [];
  #tokens = 0;
  /** How many of the pieces are already in the chunk before. */
  #repeated = 0;

  /** @param count gives the tokens of a text. */
  constructor(count: (text: string) => number, sizes: ChunkSizes = standardSizes) {
    this.#count = count;
    this.#sizes = sizes;
  }

  push(block: Block): ChunkDraft[] {
    const ready: ChunkDraft[] = [];
    const previous = this.#pieces.at(-1)?.block;
    if (previous && (previous.kind !== block.kind || previous.page !== block.page)) ready.push(...this.end());
    for (const piece of this.#piecesOf(block)) {
      const limit = block.kind === 'record' && piece.separator === '\n\n' ? this.#sizes.records : this.#sizes.most;
      if (this.#pieces.length > 0 && this.#tokens + piece.tokens > limit) ready.push(...this.#close(block.kind));
      this.#drop(piece.tokens);
      this.#pieces.push(piece);
      this.#tokens += piece.tokens;
    }
    return ready;
  }

  /** What is left. */
  end(): ChunkDraft[] {
    return this.#close('record');
  }

  #close(kind: Block['kind']): ChunkDraft[] {
    const pieces = this.#pieces;
    const draft = pieces.length > this.#repeated ? [toDraft(pieces, this.#tokens)] : [];
    const kept = kind === 'record' ? [] : tail(pieces, this.#sizes.overlap);
    this.#pieces = kept;
    this.#repeated = kept.length;
    this.#tokens = kept.reduce((sum, piece) => sum + piece.tokens, 0);
    return draft;
  }

  /** Overlap gives way where it would make the chunk too long. */
  #drop(tokens: number): void {
    while (this.#repeated > 0 && this.#pieces.length === this.#repeated && this.#tokens + tokens > this.#sizes.most) {
      this.#tokens -= this.#pieces.shift()!.tokens;
      this.#repeated--;
    }
  }

  /** A block as sentences, none longer than a chunk. */
  #piecesOf(block: Block): Piece[] {
    const { most, records } = this.#sizes;
    const whole = block.kind === 'record' ? this.#count(block.text) : most + 1;
    if (whole <= records) return [{ text: block.text, tokens: whole, block, separator: '\n\n' }];
    const parts = block.kind === 'record' ? block.text.split('\n') : splitSentences(block.text);
    const between = block.kind === 'record' ? '\n' : ' ';
    return parts.flatMap((part, index) => this.#fit(part, block, index === 0 ? '\n\n' : between));
  }

  #fit(text: string, block: Block, separator: Piece['separator']): Piece[] {
    const pieces: Piece[] = [];
    for (const { text: part, isContinued } of words(text, this.#sizes.most)) {
      const tokens = isContinued ? longRunTokens(part) : this.#count(part);
      const between = pieces.length === 0 ? separator : isContinued ? '' : ' ';
      if (tokens <= this.#sizes.most) pieces.push({ text: part, tokens, block, separator: between });
      else pieces.push(...this.#halve(part, block, between));
    }
    return pieces;
  }

  #halve(text: string, block: Block, separator: Piece['separator']): Piece[] {
    const middle = middleOf(text);
    const between = text[middle] === ' ' ? ' ' : '';
    return [
      ...this.#fit(text.slice(0, middle).trimEnd(), block, separator),
      ...this.#fit(text.slice(middle).trimStart(), block, between),
    ];
  }
}

/** Longest run without a space whose tokens are counted; longer ones are cut and estimated, as counting them is slow. */
const LONG_RUN = 400;

/** Text as it is, or, where it has extremely long runs without a space, in parts. */
function words(text: string, most: number): { text: string; isContinued: boolean }[] {
  if (!hasLongRun(text)) return [{ text, isContinued: false }];
  const length = Math.floor(most * 1.25);
  return text.split(/\s+/).flatMap((word) => {
    if (word.length <= LONG_RUN) return word === '' ? [] : [{ text: word, isContinued: false }];
    const parts = [];
    for (let at = 0; at < word.length; at += length)
      parts.push({ text: word.slice(at, at + length).toWellFormed(), isContinued: true });
    return parts;
  });
}

function hasLongRun(text: string): boolean {
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = text.charCodeAt(index);
    // Scripts without spaces are counted in time.
    if (index === text.length || code <= 0x20 || code > 0x2e80) {
      if (index - start > LONG_RUN) return true;
      start = index + 1;
    }
  }
  return false;
}

/** A token of such a run rarely has less than one and a quarter characters. */
const longRunTokens = (text: string): number => Math.ceil(text.length / 1.25);

function middleOf(text: string): number {
  const middle = text.length >> 1;
  const space = text.lastIndexOf(' ', middle);
  if (space > text.length / 4) return space;
  const isPair = (text.charCodeAt(middle - 1) & 0xfc00) === 0xd800;
  return isPair ? middle + 1 : middle;
}

/** The last pieces that together are no longer than `tokens`. */
function tail(pieces: readonly Piece[], tokens: number): Piece[] {
  let sum = 0;
  let from = pieces.length;
  while (from > 1 && sum + pieces[from - 1]!.tokens <= tokens) sum += pieces[--from]!.tokens;
  return pieces.slice(from);
}

function toDraft(pieces: readonly Piece[], tokenCount: number): ChunkDraft {
  const text = pieces.reduce(
    (joined, piece, index) => (index === 0 ? piece.text : joined + piece.separator + piece.text),
    '',
  );
  return { text, tokenCount, location: locationOf(pieces[0]!.block, pieces.at(-1)!.block) };
}

function locationOf(first: Block, last: Block): ChunkLocation {
  return {
    ...(first.page !== undefined && { page: first.page }),
    ...(first.line !== undefined && { line: first.line, endLine: last.endLine ?? last.line ?? first.line }),
    ...(first.row !== undefined && { row: first.row, endRow: last.row ?? first.row }),
    ...(first.path !== undefined && { path: first.path }),
  };
}
