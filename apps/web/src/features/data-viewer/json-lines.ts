/** Deeper levels stand below each other: indenting them all would make a text grow with the square of its depth. */
const deepest = 40;
const structural = /["[\]{},:]|[^\s"[\]{},:]+/g;

function stringEnd(text: string, from: number): number {
  let index = text.indexOf('"', from + 1);
  for (;;) {
    let slashes = 0;
    while (text[index - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return index + 1;
    index = text.indexOf('"', index + 1);
  }
}

/**
 * Sound JSON as indented lines. Works on the text, not on what it was parsed into, so that every number and
 * every repeated name is shown exactly as it stands there.
 */
export function prettyLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let last = '';
  const indent = () => '  '.repeat(Math.min(depth, deepest));
  const breakLine = () => {
    lines.push(line);
    line = indent();
  };
  structural.lastIndex = 0;
  for (let match = structural.exec(text); match !== null; match = structural.exec(text)) {
    let token = match[0];
    const isClosing = token === ']' || token === '}';
    const wasOpening = last === '[' || last === '{';
    if (isClosing) depth -= 1;
    if (wasOpening !== isClosing || last === ',') breakLine();
    if (token === '[' || token === '{') depth += 1;
    if (token === '"') {
      const end = stringEnd(text, match.index);
      token = text.slice(match.index, end);
      structural.lastIndex = end;
    }
    line += token === ':' ? ': ' : token;
    last = token;
  }
  if (line !== '') lines.push(line);
  return lines[0] === '' ? lines.slice(1) : lines;
}
