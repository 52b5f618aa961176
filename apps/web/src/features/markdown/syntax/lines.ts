import type { StateBlock } from 'markdown-it';

/** A line of a text, without the marks of what is around it; undefined behind the last one. */
export type LineAt = (index: number) => string | undefined;

/** The lines from `startLine` on, counted from 0: as far as they belong to the same container. */
export function linesFrom(state: StateBlock, startLine: number, endLine: number): LineAt {
  return (index) => {
    const line = startLine + index;
    if (line >= endLine) return undefined;
    const text = state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
    const indent = state.sCount[line]! - state.blkIndent;
    // What stands further left belongs to what is around.
    if (index > 0 && text !== '' && indent < 0) return undefined;
    return ' '.repeat(Math.max(0, indent)) + text;
  };
}
