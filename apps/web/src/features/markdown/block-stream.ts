import { isTooComplex } from './guard.ts';
import { parseMarkdown, topLevelLines, type References, type Token } from './parser.ts';
import { closeOpenMarks } from './repair-inline.ts';
import { hideUndecidedEnd } from './repair-lines.ts';

/** A top-level piece of a Markdown text. Its identity changes only when what is shown of it does. */
export interface Block {
  /** Position among the blocks: stable while the text grows. */
  readonly index: number;
  /** What was parsed: for an open block with its end repaired. */
  readonly source: string;
  /** Null when the text is shown as it is. */
  readonly tokens: readonly Token[] | null;
  /** More text may still belong to it. */
  readonly isOpen: boolean;
}

/** Counts what was done, for tests of the promise that work is bounded by the last block. */
export interface BlockStreamWork {
  parsedCharacters: number;
  madeBlocks: number;
}

/**
 * Splits a growing Markdown text into blocks. Text before the last block is never looked at again, so that
 * each addition costs what its block costs, not what the whole text does.
 */
export class BlockStream {
  readonly work: BlockStreamWork = { parsedCharacters: 0, madeBlocks: 0 };
  #source = '';
  #isStreaming = false;
  #offset = 0;
  #closed: Block[] = [];
  #open: Block[] = [];
  #references: References = {};
  /** How many definitions were known when each closed block was parsed. */
  #known: number[] = [];

  /** The blocks of a text; while `isStreaming`, its end may still change and is repaired to look complete. */
  update(text: string, isStreaming: boolean): readonly Block[] {
    const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    const source = lines.startsWith('\uFEFF') ? lines.slice(1) : lines;
    if (!source.startsWith(this.#source)) this.#restart();
    if (source !== this.#source || isStreaming !== this.#isStreaming || this.#open.length === 0) {
      this.#source = source;
      this.#isStreaming = isStreaming;
      this.#advance(source.slice(this.#offset));
    }
    return [...this.#closed, ...this.#open];
  }

  #restart(): void {
    this.#offset = 0;
    this.#closed = [];
    this.#open = [];
    this.#references = {};
    this.#known = [];
  }

  #advance(rest: string): void {
    if (isTooComplex(rest)) return this.#advancePlainly(rest);
    const tail = this.#isStreaming ? hideUndecidedEnd(rest) : rest;
    const starts = this.#blockOffsets(tail);
    for (let index = 0; index < starts.length - 1; index++) this.#close(tail.slice(starts[index], starts[index + 1]));
    this.#setOpen(starts.length === 0 ? '' : tail.slice(starts.at(-1)));
  }

  /** Paragraph by paragraph, so that one that is too complex leaves the others readable. */
  #advancePlainly(rest: string): void {
    const end = rest.lastIndexOf('\n\n');
    for (const paragraph of end === -1 ? [] : rest.slice(0, end).split(/\n{2,}/)) this.#close(`${paragraph}\n\n`);
    this.#offset = this.#source.length - rest.length + (end === -1 ? 0 : end + 2);
    this.#setOpen(this.#source.slice(this.#offset));
  }

  #blockOffsets(tail: string): number[] {
    this.work.parsedCharacters += tail.length;
    const lines = topLevelLines(tail, this.#references, this.#isStreaming);
    const offsets: number[] = [];
    let line = 0;
    let offset = 0;
    for (const [index, start] of lines.entries()) {
      while (line < start) {
        offset = tail.indexOf('\n', offset) + 1;
        line += 1;
      }
      offsets.push(index === 0 ? 0 : offset);
    }
    return offsets;
  }

  #close(source: string): void {
    const index = this.#closed.length;
    const open = this.#open[0];
    const isSame = open?.index === index && open.source === source && !open.isOpen;
    this.#closed.push(isSame ? open : this.#make(index, source, false, this.#references));
    this.#known.push(Object.keys(this.#references).length);
    this.#offset += source.length;
    this.#open = [];
  }

  #setOpen(source: string): void {
    const index = this.#closed.length;
    const shown = this.#isStreaming && !isTooComplex(source) ? closeOpenMarks(source) : source;
    const [current] = this.#open;
    if (current?.index === index && current.source === shown && current.isOpen === this.#isStreaming) return;
    const references = { ...this.#references };
    this.#open = shown.trim() === '' ? [] : [this.#make(index, shown, this.#isStreaming, references)];
    if (!this.#isStreaming) this.#applyLateDefinitions(references);
  }

  /** `[label]` may be used long before its definition, which usually stands at the end. */
  #applyLateDefinitions(references: References): void {
    const count = Object.keys(references).length;
    this.#closed = this.#closed.map((block) => {
      if (this.#known[block.index]! >= count || !block.source.includes(']')) return block;
      this.#known[block.index] = count;
      return this.#make(block.index, block.source, false, { ...references });
    });
  }

  #make(index: number, source: string, isOpen: boolean, references: References): Block {
    this.work.madeBlocks += 1;
    this.work.parsedCharacters += source.length;
    const tokens = isTooComplex(source) ? null : parseMarkdown(source, references, isOpen);
    return { index, source, tokens, isOpen };
  }
}
