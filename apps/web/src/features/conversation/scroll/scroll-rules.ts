/**
 * `following`: the end stays in view as it grows. `resting`: nothing moves by itself.
 */
export type ScrollMode = 'following' | 'resting';

export interface ScrollState {
  mode: ScrollMode;
  /** Where the view was last put by us; a position elsewhere is the reader's doing. */
  expectedTop: number;
}

export interface ScrollMetrics {
  top: number;
  /** Height of the visible part, and of all there is. */
  viewHeight: number;
  fullHeight: number;
}

/** Browsers round positions, and some report fractions. */
const rounding = 2;
const unpinAfter = 4;
const nearEnd = 48;
const farFromEnd = 200;

/** Pixels below the visible part. */
export function distanceToEnd({ top, viewHeight, fullHeight }: ScrollMetrics): number {
  return Math.max(0, fullHeight - viewHeight - top);
}

/** The state after the view is found somewhere: by ourselves, or because the reader scrolled. */
export function afterScroll(state: ScrollState, metrics: ScrollMetrics): ScrollState {
  const moved = metrics.top - state.expectedTop;
  if (Math.abs(moved) <= rounding) return state;
  if (moved <= -unpinAfter) return { mode: 'resting', expectedTop: metrics.top };
  const isNearEnd = moved > 0 && distanceToEnd(metrics) <= nearEnd;
  return { mode: isNearEnd ? 'following' : state.mode, expectedTop: metrics.top };
}

/** Where the view has to be put after the content changed its height; null to leave it. */
export function topAfterGrowth(state: ScrollState, metrics: ScrollMetrics): number | null {
  return state.mode === 'following' && distanceToEnd(metrics) > 0 ? metrics.fullHeight - metrics.viewHeight : null;
}

/** Whether the way to the end is long enough to offer a button for it. */
export function isFarFromEnd(metrics: ScrollMetrics): boolean {
  return distanceToEnd(metrics) > farFromEnd;
}
