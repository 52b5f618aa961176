/** A range of rows, `end` exclusive. */
export interface RowRange {
  start: number;
  end: number;
}

/** The offset of each row from the top, in pixels, and after the last one the height of all. */
export function rowOffsets(heights: readonly number[]): Float64Array {
  const offsets = new Float64Array(heights.length + 1);
  heights.forEach((height, index) => {
    offsets[index + 1] = offsets[index]! + height;
  });
  return offsets;
}

/** The index of the row that covers `y`; rows above and below the list give the first and the last one. */
function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows to render for a view of `viewHeight` pixels scrolled to `scrollTop`, with `overscan` pixels around it. */
export function visibleRows(offsets: Float64Array, scrollTop: number, viewHeight: number, overscan: number): RowRange {
  if (offsets.length <= 1) return { start: 0, end: 0 };
  return {
    start: rowAt(offsets, scrollTop - overscan),
    end: rowAt(offsets, scrollTop + viewHeight + overscan) + 1,
  };
}
