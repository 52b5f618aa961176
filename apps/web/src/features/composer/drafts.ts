import { newId } from '../../new-id.ts';
import { typedTextPrefix } from '../../viewer/typed-text.ts';

/** A document that goes along with a message. */
export interface AttachedFile {
  id: string;
  fileName: string;
  sizeBytes: number;
  /** It is to be kept to the conversation that its message begins. */
  isToBeKept?: boolean;
}

/** A message that is not sent yet, and the id it will have: the same at every try. */
export interface Draft {
  text: string;
  messageId: string;
  files: readonly AttachedFile[];
  /** It was sent once without an answer, or another tab may have sent it: the server may have it under this id. */
  isTried?: boolean;
}

/** More than the server takes, and less than the browser's storage holds. */
const longestStored = 1_000_000;

/** Under which a draft is stored. */
export function draftKey(viewerId: string, sessionId: string | null): string {
  return `${typedTextPrefix}draft:${viewerId}:${sessionId ?? 'new'}`;
}

/** A new, empty draft. */
export function emptyDraft(): Draft {
  return { text: '', messageId: newId(), files: [] };
}

/** Several drafts as one, with an id of its own: nothing of them is lost. */
export function joinDrafts(drafts: readonly Draft[]): Draft {
  const files = new Map(drafts.flatMap((draft) => draft.files.map((file) => [file.id, file] as const)));
  const texts = drafts.map(({ text }) => text).filter((text) => text !== '');
  return { ...emptyDraft(), text: texts.join('\n\n'), files: [...files.values()] };
}

/** The draft of a conversation (null: of a new one) as it was left. */
export function loadDraft(viewerId: string, sessionId: string | null): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(draftKey(viewerId, sessionId)) ?? 'null');
    const { text, messageId, files } = (stored ?? {}) as Partial<Draft>;
    if (typeof text === 'string' && typeof messageId === 'string')
      return { text, messageId, files: Array.isArray(files) ? files : [], isTried: true };
  } catch {
    // Storage may be blocked, or hold something else: begin with nothing.
  }
  return emptyDraft();
}

/** Keeps a draft on this device, also over a reload or the end of the session; an empty one is forgotten. */
export function saveDraft(viewerId: string, sessionId: string | null, draft: Draft): void {
  // What belongs to nobody would be left on a shared machine for whoever comes next.
  if (viewerId === '') return;
  try {
    const isEmpty = draft.text === '' && draft.files.length === 0;
    if (!isEmpty && draft.text.length <= longestStored)
      return localStorage.setItem(draftKey(viewerId, sessionId), JSON.stringify(draft));
  } catch {
    // Storage may be blocked or full: the text is still on the page.
  }
  try {
    // An older, shorter draft must not pass for the one that cannot be stored.
    localStorage.removeItem(draftKey(viewerId, sessionId));
  } catch {
    // Storage may be blocked: then there is nothing to take away.
  }
}
