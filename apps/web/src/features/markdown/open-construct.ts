import { displayEnd, displayMarks } from './syntax/display-math.ts';
import { closingLine, holdsMarkdown } from './syntax/markdown-fence.ts';

/** What the end of a text stands in: a code fence or a display formula that is not closed yet. */
export interface OpenConstruct {
  kind: 'fence' | 'math';
  /** The characters that close it. */
  close: string;
  /** Offset of its first line. */
  start: number;
}

const prefix = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;
const fenceLine = /^(`{3,}|~{3,})(.*)$/;

/** A line without the marks of the quotes and lists it stands in. */
export function withoutContainers(line: string): string {
  return line.slice(prefix.exec(line)![0].length);
}

/** The fence or formula that begins in a line, with the index of the line that closes it; -1 while none does. */
export function constructAt(
  lines: readonly string[],
  index: number,
): (Omit<OpenConstruct, 'start'> & { closing: number }) | null {
  const lineAt = (at: number) => lines[at];
  const [, mark, info] = fenceLine.exec(lines[index]!) ?? [];
  if (mark !== undefined && info !== undefined && !(mark.startsWith('`') && info.includes('`'))) {
    const closing = holdsMarkdown(info) ? closingLine(lineAt, index, mark) : closingFence(lines, index, mark);
    return { kind: 'fence', close: mark, closing };
  }
  const end = displayEnd(lineAt, index, true);
  if (end === null || (end.isClosed && end.line === index)) return null;
  const { close } = displayMarks(lines[index]!)!;
  return { kind: 'math', close, closing: end.isClosed ? end.line : -1 };
}

// Only marks of containers that are not list items may stand before a closing fence.
function isClosedBy(mark: string, line: string): boolean {
  const text = line.replace(/^[ \t>]*/, '').trimEnd();
  return text.length >= mark.length && text === mark[0]!.repeat(text.length);
}

function closingFence(lines: readonly string[], start: number, mark: string): number {
  for (let index = start + 1; index < lines.length; index++) if (isClosedBy(mark, lines[index]!)) return index;
  return -1;
}

/** How a text ends: inside a fence or formula, or with the line that closes one. */
export function endOf(text: string): { open: OpenConstruct | null; isJustClosed: boolean } {
  const raw = text.split('\n');
  const lines = raw.map(withoutContainers);
  let start = 0;
  for (let index = 0; index < lines.length; index++) {
    const found = constructAt(lines, index);
    if (found?.closing === -1) return { open: { kind: found.kind, close: found.close, start }, isJustClosed: false };
    if (found !== null && found.closing === lines.length - 1) return { open: null, isJustClosed: true };
    const next = (found?.closing ?? index) + 1;
    for (; index < next; index++) start += raw[index]!.length + 1;
    index -= 1;
  }
  return { open: null, isJustClosed: false };
}
