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

function opened(text: string, start: number): OpenConstruct | null {
  const fence = fenceLine.exec(text);
  if (fence && !(fence[1]!.startsWith('`') && fence[2]!.includes('`')))
    return { kind: 'fence', close: fence[1]!, start };
  const close = text.startsWith('$$') ? '$$' : text.startsWith('\\[') ? '\\]' : null;
  return close !== null && !text.slice(2).includes(close) ? { kind: 'math', close, start } : null;
}

function isClosedBy(current: OpenConstruct, line: string): boolean {
  if (current.kind === 'math') return line.includes(current.close) || line.trim() === '';
  // Only marks of containers that are not list items may stand before a closing fence.
  const text = line.replace(/^[ \t>]*/, '').trimEnd();
  return text.length >= current.close.length && text === current.close[0]!.repeat(text.length);
}

/** How a text ends: inside a fence or formula, or with the line that closes one. */
export function endOf(text: string): { open: OpenConstruct | null; isJustClosed: boolean } {
  let open: OpenConstruct | null = null;
  let isJustClosed = false;
  let start = 0;
  for (const line of text.split('\n')) {
    const isEmptyEnd = start === text.length;
    isJustClosed = open !== null && !isEmptyEnd && isClosedBy(open, line);
    if (open === null) open = opened(withoutContainers(line), start);
    else if (isJustClosed) open = null;
    start += line.length + 1;
  }
  return { open, isJustClosed };
}
