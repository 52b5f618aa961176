/** A browser does not draw, and so does not call back, in a hidden tab: then this many milliseconds are a frame. */
const hiddenFrameMs = 250;

const waiting = new Set<() => void>();
let frame = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function run(): void {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  const callbacks = [...waiting];
  waiting.clear();
  for (const callback of callbacks) callback();
}

function schedule(): void {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  if (document.hidden) timer = setTimeout(run, hiddenFrameMs);
  else frame = requestAnimationFrame(run);
}

let isListening = false;

/** Calls back once at the next frame, however often it is asked to before; also while the tab is hidden. */
export function onNextFrame(callback: () => void): void {
  if (!isListening) {
    isListening = true;
    // A frame that was asked for before the tab was hidden would wait until it is shown again.
    document.addEventListener('visibilitychange', () => waiting.size > 0 && schedule());
  }
  waiting.add(callback);
  if (waiting.size === 1) schedule();
}
