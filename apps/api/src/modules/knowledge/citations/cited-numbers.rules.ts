const codeBlock = /```[^]*?(?:```|$)|`[^`\n]*`/g;
const reference = /\[\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*\](?!\()/g;

/** The numbers of chunks an answer refers to: `[1]`, `[1, 3]`, `[2-4]`, outside of code. */
export function citedNumbers(answer: string, chunkCount: number): Set<number> {
  const cited = new Set<number>();
  for (const [, list] of answer.replace(codeBlock, ' ').matchAll(reference)) {
    for (const part of list!.split(/[,;]/)) {
      const [first, last = first] = part.split(/[–-]/).map(Number);
      for (let number = Math.max(1, first!); number <= Math.min(last!, chunkCount); number++) cited.add(number);
    }
  }
  return cited;
}
