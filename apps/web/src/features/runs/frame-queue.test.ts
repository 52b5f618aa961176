// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onNextFrame } from './frame-queue.ts';

let isHidden = false;

function hide(hidden: boolean): void {
  isHidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] });
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
});
afterEach(() => {
  hide(false);
  vi.useRealTimers();
});

test('a callback runs once in a frame, however often it was asked for', () => {
  const callback = vi.fn<() => void>();
  onNextFrame(callback);
  onNextFrame(callback);
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersToNextFrame();
  expect(callback).toHaveBeenCalledTimes(1);
  vi.advanceTimersToNextFrame();
  expect(callback).toHaveBeenCalledTimes(1);
});

test('a hidden tab, which draws no frames, is called back by a timer', () => {
  const callback = vi.fn<() => void>();
  hide(true);
  onNextFrame(callback);
  vi.advanceTimersByTime(300);
  expect(callback).toHaveBeenCalledTimes(1);
});

test('what waits for a frame when the tab is hidden does not wait until it is shown again', () => {
  vi.stubGlobal('requestAnimationFrame', () => 1);
  const callback = vi.fn<() => void>();
  onNextFrame(callback);
  hide(true);
  vi.advanceTimersByTime(300);
  expect(callback).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});
