/**
 * `following`: the end stays in view as it grows. `resting`: nothing moves by itself.
 */
export type ScrollMode = 'following' | 'resting';

export interface ScrollState {
  mode: ScrollMode;
  /** Where the view was last put by us; a position elsewhere is the reader's doing. */
  expectedTop: number;
  /** Height of all there was then. */
  knownHeight: number;
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
function distanceToEnd({ top, viewHeight, fullHeight }: ScrollMetrics): number {
  return Math.max(0, fullHeight - viewHeight - top);
}

/**
 * Whether the browser moved the view by itself: it keeps what is read in its place when something above grows
 * or shrinks, and moves by as much.
 */
function isAnchored(state: ScrollState, { top, fullHeight }: ScrollMetrics): boolean {
  const moved = top - state.expectedTop;
  const grown = fullHeight - state.knownHeight;
  return Math.abs(grown) > rounding && Math.abs(moved - grown) <= rounding;
}

/** The state after the view is found somewhere: by ourselves, by the browser, or because the reader scrolled. */
export function afterScroll(state: ScrollState, metrics: ScrollMetrics): ScrollState {
  const { top, fullHeight } = metrics;
  const moved = top - state.expectedTop;
  const next = { mode: state.mode, expectedTop: top, knownHeight: fullHeight };
  if (Math.abs(moved) <= rounding || isAnchored(state, metrics)) return next;
  // Nobody leaves the end by going to it: the view has grown, or what it shows has shrunk.
  const isAtEnd = distanceToEnd(metrics) <= rounding;
  if (moved <= -unpinAfter) return isAtEnd ? next : { ...next, mode: 'resting' };
  return moved > 0 && distanceToEnd(metrics) <= nearEnd ? { ...next, mode: 'following' } : next;
}

/** The state after the content changed its height, before the view is put anywhere. */
export function afterGrowth(state: ScrollState, metrics: ScrollMetrics): ScrollState {
  const { top, fullHeight } = metrics;
  return { ...state, expectedTop: isAnchored(state, metrics) ? top : state.expectedTop, knownHeight: fullHeight };
}

/** Where the view has to be put after the content changed its height; null to leave it. */
export function topAfterGrowth(state: ScrollState, metrics: ScrollMetrics): number | null {
  return state.mode === 'following' && distanceToEnd(metrics) > 0 ? metrics.fullHeight - metrics.viewHeight : null;
}

/** Whether the way to the end is long enough to offer a button for it. */
export function isFarFromEnd(metrics: ScrollMetrics): boolean {
  return distanceToEnd(metrics) > farFromEnd;
}
