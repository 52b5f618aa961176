import { draftPrefix } from './drafts.ts';
import { clearUnsent, unsentPrefix } from './unsent.ts';

/** Forgets everything typed on this device: for people who sign out of a shared one. */
export function clearDrafts(): void {
  clearUnsent();
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(draftPrefix) || key.startsWith(unsentPrefix)) localStorage.removeItem(key);
  } catch {
    // Storage may be blocked: then there is nothing to forget.
  }
}
