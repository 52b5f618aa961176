import { draftPrefix } from '../features/composer/drafts.ts';
import { editPrefix } from '../features/conversation/messages/edit-drafts.ts';
import { clearUnsent, unsentPrefix } from '../features/composer/pending-messages.ts';

/** Forgets everything typed on this device: for people who sign out of a shared one. */
export function clearDrafts(): void {
  clearUnsent();
  try {
    for (const key of Object.keys(localStorage))
      if ([draftPrefix, unsentPrefix, editPrefix].some((prefix) => key.startsWith(prefix)))
        localStorage.removeItem(key);
  } catch {
    // Storage may be blocked: then there is nothing to forget.
  }
}
