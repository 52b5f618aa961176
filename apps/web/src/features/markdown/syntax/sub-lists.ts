import { constructAt, withoutContainers } from '../open-construct.ts';

/** An item of a list around a line; columns are those of the text as it was written. */
interface Item {
  /** Where its marker stands, and where what belongs to it begins. */
  at: number;
  content: number;
  isOrdered: boolean;
  /** Spaces that go before its lines. */
  shift: number;
}

const hasNumbers = /^ *\d{1,9}[.)][ \t]/m;
const marker = /^(?:[-*+]|(\d{1,9})[.)])([ \t]+)(?=\S)/;
const rule = /^([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
/** What goes on with the paragraph before it, wherever it stands. */
const plainText = /^[\p{L}\p{N}*_([“"']/u;

/** The column at which a line begins. */
function indentOf(line: string): number {
  let column = 0;
  for (let index = 0; line[index] === ' ' || line[index] === '\t'; index++)
    column += line[index] === '\t' ? 4 - (column % 4) : 1;
  return column;
}

const shifted = (line: string, by: number): string =>
  by === 0 || line === '' ? line : ' '.repeat(by + indentOf(line)) + line.trimStart();

/** Reads a text line by line and keeps the items around the line. */
class SubLists {
  readonly #lines: readonly string[];
  readonly #bare: readonly string[];
  readonly #items: Item[] = [];
  readonly #written: string[] = [];
  /** The line before is one of a paragraph, as far as can be seen. */
  #isText = false;

  constructor(source: string) {
    this.#lines = source.split('\n');
    this.#bare = this.#lines.map(withoutContainers);
  }

  write(): string {
    let index = 0;
    while (index < this.#lines.length) {
      this.#writeLine(index);
      const construct = constructAt(this.#bare, index);
      index += 1;
      if (construct === null) continue;
      this.#isText = false;
      const last = construct.closing === -1 ? this.#lines.length - 1 : construct.closing;
      while (index <= last && this.#isInside(index)) this.#push(index++);
      // Nothing closes it within its item: what follows is left as it is.
      if (construct.closing === -1 || index <= last) break;
    }
    return [...this.#written, ...this.#lines.slice(index)].join('\n');
  }

  #isInside(index: number): boolean {
    const line = this.#lines[index]!;
    return line.trim() === '' || indentOf(line) >= (this.#items.at(-1)?.content ?? 0);
  }

  #push(index: number): void {
    this.#written.push(shifted(this.#lines[index]!, this.#items.at(-1)?.shift ?? 0));
  }

  #writeLine(index: number): void {
    const line = this.#lines[index]!;
    const text = line.trimStart();
    const found = rule.test(text) ? null : marker.exec(text);
    const goesOn = this.#isText && found === null && plainText.test(text) && !this.#isInside(index);
    this.#isText = plainText.test(found === null ? text : text.slice(found[0].length));
    if (text === '' || goesOn) return void this.#written.push(line);
    if (found === null) this.#leave(indentOf(line));
    else this.#begin(indentOf(line), found);
    this.#push(index);
  }

  /** An item begins: in the one around it also where it stands two columns behind its marker. */
  #begin(indent: number, [mark, number, gap]: RegExpExecArray): void {
    let sibling: Item | undefined;
    let around = this.#items.at(-1);
    while (around !== undefined && indent < around.content) {
      const isSibling = sibling?.at === indent;
      if (around.isOrdered && indent >= around.at + 2 && (isSibling || number === undefined || Number(number) === 1))
        break;
      sibling = this.#items.pop();
      around = this.#items.at(-1);
    }
    const width = gap!.length > 4 || gap!.includes('\t') ? mark!.length - gap!.length + 1 : mark!.length;
    const shift = (around?.shift ?? 0) + Math.max(0, (around?.content ?? 0) - indent);
    this.#items.push({ at: indent, content: indent + width, isOrdered: number !== undefined, shift });
  }

  #leave(indent: number): void {
    while ((this.#items.at(-1)?.content ?? 0) > indent) this.#items.pop();
  }
}

/**
 * Puts lists below the numbered item that they stand under, where models indent them by two columns: CommonMark wants as many as
 * the number is wide, and would begin a new list. Only spaces are added before lines, so that the lines stay the same ones.
 */
export function indentSubLists(source: string): string {
  return hasNumbers.test(source) ? new SubLists(source).write() : source;
}
