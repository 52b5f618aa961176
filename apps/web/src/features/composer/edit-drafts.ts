import { typedTextPrefix } from '../../viewer/typed-text.ts';

function keyOf(viewerId: string, messageId: string): string {
  return `${typedTextPrefix}edit:${viewerId}:${messageId}`;
}

/** What was typed in the editor of a message and not sent yet; null when there is nothing. */
export function loadEdit(viewerId: string, messageId: string): string | null {
  try {
    return localStorage.getItem(keyOf(viewerId, messageId));
  } catch {
    // Storage may be blocked: begin with the message itself.
    return null;
  }
}

/** Keeps what is typed in the editor of a message on this device, also over a reload; null forgets it. */
export function saveEdit(viewerId: string, messageId: string, text: string | null): void {
  if (viewerId === '') return;
  const key = keyOf(viewerId, messageId);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage may be blocked or full: the text is still on the page.
  }
}
