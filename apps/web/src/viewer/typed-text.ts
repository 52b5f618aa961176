import { createEventHook } from '@vueuse/core';

/** What begins the names under which this device keeps what was typed and not sent. */
export const typedTextPrefix = 'parley:typed:';

const cleared = createEventHook();
/** For what keeps typed text in memory as well. */
export const onTypedTextCleared = cleared.on;

/** Forgets everything typed on this device: for people who sign out of a shared one. */
export function clearTypedText(): void {
  void cleared.trigger(null);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(typedTextPrefix)) localStorage.removeItem(key);
  } catch {
    // Storage may be blocked: then there is nothing to forget.
  }
}
