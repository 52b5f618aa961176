import { newId } from '../../new-id.ts';

/** Browsers open six connections to a server over HTTP/1.1, for all tabs together; some must be left for the rest. */
const mostStreams = 3;
/** A place that is not renewed belongs to a tab that is gone. Longer than a hidden tab's timers wait. */
const staleMs = 75_000;
const renewEveryMs = 20_000;
const prefix = 'parley:stream:';

function countTaken(now: number): number {
  let taken = 0;
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
    if (now - Number(localStorage.getItem(key)) < staleMs) taken += 1;
    else localStorage.removeItem(key);
  }
  return taken;
}

/** Takes one of the few places for event streams of all tabs. @returns gives it back; null when there is none. */
export function acquireStreamSlot(): (() => void) | null {
  try {
    if (countTaken(Date.now()) >= mostStreams) return null;
    const key = prefix + newId();
    const renew = () => localStorage.setItem(key, String(Date.now()));
    const leave = () => {
      clearInterval(timer);
      removeEventListener('pagehide', leave);
      localStorage.removeItem(key);
    };
    renew();
    const timer = setInterval(renew, renewEveryMs);
    addEventListener('pagehide', leave);
    return leave;
  } catch {
    // Storage may be blocked: nobody knows of the other tabs.
    return null;
  }
}
