import { describe, expect, it } from 'vitest';
import { afterGrowth, afterScroll, isFarFromEnd, topAfterGrowth, type ScrollState } from './scroll-rules.ts';

const at = (top: number, fullHeight = 2_000) => ({ top, fullHeight, viewHeight: 500 });
const following: ScrollState = { mode: 'following', expectedTop: 1_500, knownHeight: 2_000 };
const resting: ScrollState = { mode: 'resting', expectedTop: 700, knownHeight: 2_000 };

describe('afterScroll', () => {
  it('takes its own position for its own, also when the browser rounds it', () => {
    expect(afterScroll(following, at(1_500))).toEqual(following);
    expect(afterScroll(following, at(1_498.5)).mode).toBe('following');
  });
  it('stops following when the reader scrolls up by a few pixels', () => {
    expect(afterScroll(following, at(1_495)).mode).toBe('resting');
  });
  it('follows again when the reader comes near the end', () => {
    expect(afterScroll(resting, at(1_460)).mode).toBe('following');
    expect(afterScroll(resting, at(1_400)).mode).toBe('resting');
  });
  it('does not follow because the reader scrolls up near the end', () => {
    expect(afterScroll({ mode: 'resting', expectedTop: 1_490, knownHeight: 2_000 }, at(1_480)).mode).toBe('resting');
  });
  it('keeps following when the view grows, so that the browser must move it up to its end', () => {
    expect(afterScroll(following, { top: 1_468, fullHeight: 2_000, viewHeight: 532 }).mode).toBe('following');
    expect(afterScroll(resting, { top: 668, fullHeight: 2_000, viewHeight: 1_332 }).mode).toBe('resting');
  });
  it('keeps following while more text arrives than was scrolled', () => {
    expect(afterScroll(following, at(1_510, 3_000)).mode).toBe('following');
  });
});

describe('afterGrowth', () => {
  it('takes the browser keeping the place for no scrolling', () => {
    const moved = at(736, 2_036);
    expect(afterScroll(afterGrowth(resting, moved), moved).mode).toBe('resting');
    const nearEnd: ScrollState = { mode: 'resting', expectedTop: 1_500, knownHeight: 2_000 };
    expect(afterScroll(nearEnd, at(1_536, 2_036)).mode).toBe('resting');
    expect(afterScroll(following, at(1_480, 1_980)).mode).toBe('following');
  });
  it('still sees the reader scroll while the content grows', () => {
    const grown = afterGrowth(following, at(1_500, 2_300));
    expect(afterScroll(grown, at(1_440, 2_300)).mode).toBe('resting');
  });
});

describe('topAfterGrowth', () => {
  it('goes to the end only while following', () => {
    expect(topAfterGrowth(following, at(1_500, 2_400))).toBe(1_900);
    expect(topAfterGrowth(resting, at(700, 2_400))).toBeNull();
    expect(topAfterGrowth(following, at(1_500))).toBeNull();
  });
});

describe('isFarFromEnd', () => {
  it('is so past 200 pixels', () => {
    expect(isFarFromEnd(at(1_300))).toBe(false);
    expect(isFarFromEnd(at(1_299))).toBe(true);
  });
});
