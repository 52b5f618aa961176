import type { LineAt } from './lines.ts';

/** How many lines a display formula may have before text that never closes it is no formula. */
const longestFormula = 60;
const environment =
  /^\\begin\{((?:align|alignat|gather|equation|multline|eqnarray|split)\*?|aligned|gathered|alignedat|cases|dcases|rcases|array|CD|smallmatrix|[bBpvV]?matrix\*?)\}/;
/** What no formula holds: a heading or a fence. Text before it was never closed. */
const noFormula = /^(?:#{1,6}\s|`{3}|~{3})/;

/** The name of the LaTeX environment that begins at the start of `text`, or null. */
export function environmentOf(text: string): string | null {
  return environment.exec(text)?.[1] ?? null;
}

/** The marks between which the display formula that begins a line stands, or null. */
export function displayMarks(line: string): { open: string; close: string } | null {
  if (line.startsWith('$$')) return { open: '$$', close: '$$' };
  if (line.startsWith('\\[')) return { open: '\\[', close: '\\]' };
  const name = environmentOf(line);
  return name === null ? null : { open: `\\begin{${name}}`, close: `\\end{${name}}` };
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Where a display formula ends. */
export interface DisplayEnd {
  /** Index of its last line. */
  line: number;
  isClosed: boolean;
}

/**
 * Where the display formula that begins in the line `start` ends, or null when it is none: words follow it in its last
 * line, or nothing closes it. Empty lines may stand in it, as models write them.
 * @param isOpen more text may follow: what is not closed yet may still be
 */
export function displayEnd(lineAt: LineAt, start: number, isOpen: boolean): DisplayEnd | null {
  const first = lineAt(start)!;
  const marks = displayMarks(first);
  if (marks === null) return null;
  const { open, close } = marks;
  let depth = 1;
  let firstEmpty = -1;
  let line = start;
  for (let content: string | undefined = first.slice(open.length); content !== undefined; content = lineAt(++line)) {
    if (line - start > longestFormula && firstEmpty !== -1) return null;
    const text = content.trimEnd();
    if (firstEmpty !== -1 && noFormula.test(text)) return null;
    if (open !== close) depth += count(text, open);
    depth -= count(text, close);
    if (depth <= 0) return depth === 0 && text.endsWith(close) ? { line, isClosed: true } : null;
    if (text.trim() === '' && line > start && firstEmpty === -1) firstEmpty = line;
  }
  if (!isOpen && firstEmpty !== -1) return null;
  return { line: line - 1, isClosed: false };
}
