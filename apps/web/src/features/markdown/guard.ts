const deepestContainers = 24;
const widestIndent = 96;
const deepestBrackets = 48;
const longestParagraph = 100_000;
const mostMarks = 20_000;

const container = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;

function containerDepth(line: string): number {
  let depth = 0;
  container.lastIndex = 0;
  while (depth <= deepestContainers && container.test(line)) depth += 1;
  return depth;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether brackets are nested deeper, or marks are more, than anyone would write. */
function hasHostileMarks(paragraph: string): boolean {
  let depth = 0;
  let marks = 0;
  for (let index = 0; index < paragraph.length; index++) {
    const code = paragraph.charCodeAt(index);
    if (code === 0x5b) depth += 1;
    else if (code === 0x5d && depth > 0) depth -= 1;
    else if (code === 0x2a || code === 0x5f || code === 0x60 || code === 0x3c || code === 0x7e) marks += 1;
    if (depth > deepestBrackets || marks > mostMarks) return true;
  }
  return false;
}

/**
 * Whether a text would make a Markdown parser recurse too deeply or take too long: then it is shown as it is.
 * Linear, and run before any parsing.
 */
export function isTooComplex(source: string): boolean {
  let paragraphStart = 0;
  let lineStart = 0;
  while (lineStart <= source.length) {
    const found = source.indexOf('\n', lineStart);
    const lineEnd = found === -1 ? source.length : found;
    const line = source.slice(lineStart, lineEnd);
    if (containerDepth(line) > deepestContainers || (indentOf(line) > widestIndent && containerDepth(line) > 0))
      return true;
    if (line.trim() === '' || found === -1) {
      const paragraph = source.slice(paragraphStart, lineEnd);
      if (paragraph.length > longestParagraph || hasHostileMarks(paragraph)) return true;
      paragraphStart = lineEnd + 1;
    }
    if (found === -1) break;
    lineStart = lineEnd + 1;
  }
  return false;
}
