import { endOf, withoutContainers } from './open-construct.ts';

/** A line that is only marks so far: whether it is a list, a rule, a heading or text is not known. */
const onlyMarks = /^(?:[-+*_=~`|$#]+|\d{1,9}[.)]?|\\[[(]?|!?\[[ xX]?\]?|[|:\s-]*)[ \t]*$/;
const definitionStart = /^\[[^\]\n]{0,80}(?:\](?::.*)?)?$/;
const delimiterRow = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** Past this length it is shown, whatever it may become. */
const longestHidden = 600;

function cellCount(row: string): number {
  return row.trim().replace(/^\|/, '').replace(/\|$/, '').split('|').length;
}

/** Offset of the header of a table whose delimiter row is not there yet; -1 for no table, `length` for one that is decided. */
function undecidedTable(text: string, lineStart: number): number {
  const last = withoutContainers(text.slice(lineStart));
  const previousStart = text.lastIndexOf('\n', lineStart - 2) + 1;
  const previous = lineStart === 0 ? '' : withoutContainers(text.slice(previousStart, lineStart - 1));
  if (!previous.startsWith('|')) return last.startsWith('|') ? lineStart : -1;
  const beforeStart = text.lastIndexOf('\n', previousStart - 2) + 1;
  const before = previousStart === 0 ? '' : withoutContainers(text.slice(beforeStart, previousStart - 1));
  const isHeader = !before.startsWith('|') && !delimiterRow.test(previous);
  if (!isHeader) return -1;
  const isPartialDelimiter = last === '' || /^[|:\s-]+$/.test(last);
  const isComplete = delimiterRow.test(last) && last.trimEnd().endsWith('|') && cellCount(last) === cellCount(previous);
  if (isComplete) return text.length;
  return isPartialDelimiter ? previousStart : -1;
}

/**
 * Cuts off the end of a text that is still being written what could become something else with its next
 * characters, so that it is not shown as one thing and then as another.
 */
export function hideUndecidedEnd(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  const { open, isJustClosed } = endOf(text);
  if (open?.kind === 'fence') {
    if (open.start === lineStart) return text.slice(0, lineStart + line.indexOf(open.close) + open.close.length);
    const mark = line.replace(/^[ \t>]*/, '');
    return mark !== '' && open.close.startsWith(mark) ? text.slice(0, lineStart) : text;
  }
  if (open !== null || isJustClosed) return text;
  const content = withoutContainers(line);
  const isUndecided = line !== '' && (onlyMarks.test(content) || definitionStart.test(content));
  const table = undecidedTable(text, lineStart);
  const cut = table !== -1 ? table : isUndecided ? lineStart : -1;
  return cut !== -1 && text.length - cut <= longestHidden ? text.slice(0, cut) : text;
}
