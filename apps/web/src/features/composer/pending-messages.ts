import { shallowRef, type ShallowRef } from 'vue';
import { onTypedTextCleared, typedTextPrefix } from '../../viewer/typed-text.ts';
import type { Draft } from './drafts.ts';

/** A message that was submitted; whether the server has it is not known yet. */
export interface PendingMessage {
  viewerId: string;
  /** The conversation it belongs to; null is a new one. */
  sessionId: string | null;
  question: Draft;
  askedAt: number;
  /** This page is sending it just now. */
  isSending?: boolean;
}

const prefix = `${typedTextPrefix}pending:`;

const list = shallowRef<readonly PendingMessage[]>([]);
/** The pending messages this page knows, in the order they were written. */
export const pendingMessages: Readonly<ShallowRef<readonly PendingMessage[]>> = list;

/** A key for each: two tabs that write at once take nothing away from each other. */
function keyOf({ viewerId, sessionId, question }: PendingMessage): string {
  return `${prefix}${viewerId}:${sessionId ?? 'new'}:${question.messageId}`;
}

function store(entry: PendingMessage): void {
  // Nobody's text would be left on a shared machine for whoever comes next.
  if (entry.viewerId === '') return;
  try {
    localStorage.setItem(keyOf(entry), JSON.stringify({ ...entry, isSending: undefined }));
  } catch {
    // Storage may be blocked or full: the question is still on the page.
  }
}

function unstore(entry: PendingMessage): void {
  try {
    localStorage.removeItem(keyOf(entry));
  } catch {
    // Storage may be blocked: then there is nothing to take away.
  }
}

const idOf = ({ question }: PendingMessage): string => question.messageId;

/** Keeps a message until the server has it, also over a reload or a crash of the page. */
export function savePending(entry: PendingMessage): void {
  const isKnown = list.value.some((known) => idOf(known) === idOf(entry));
  list.value = isKnown
    ? list.value.map((known) => (idOf(known) === idOf(entry) ? entry : known))
    : [...list.value, entry];
  store(entry);
}

/** The server has it, or it was taken back. */
export function removePending(messageId: string): void {
  const found = list.value.find((entry) => idOf(entry) === messageId);
  if (!found) return;
  list.value = list.value.filter((entry) => entry !== found);
  unstore(found);
}

/** A new conversation got its address: what waited for it goes there. */
export function movePending(viewerId: string, sessionId: string): void {
  const isMoved = (entry: PendingMessage) =>
    entry.viewerId === viewerId && entry.sessionId === null && !entry.isSending;
  for (const entry of list.value.filter(isMoved)) {
    unstore(entry);
    savePending({ ...entry, sessionId });
  }
}

/** Loads what an earlier page, or another tab, has left pending. */
export function loadPending(viewerId: string): void {
  try {
    const known = new Set(list.value.map(idOf));
    const ofViewer = `${prefix}${viewerId}:`;
    const stored = Object.keys(localStorage)
      .filter((key) => viewerId !== '' && key.startsWith(ofViewer))
      .map((key) => JSON.parse(localStorage.getItem(key)!) as PendingMessage)
      .filter((entry) => !known.has(idOf(entry)));
    if (stored.length > 0) list.value = [...list.value, ...stored].toSorted((a, b) => a.askedAt - b.askedAt);
  } catch {
    // Storage may be blocked, or hold something else: go on with what is known.
  }
}

onTypedTextCleared(() => (list.value = []));

// Another tab has sent it or taken it back: this one must not send it, too.
if (typeof addEventListener === 'function')
  addEventListener('storage', ({ key, newValue }) => {
    if (newValue === null) list.value = list.value.filter((entry) => key !== null && keyOf(entry) !== key);
  });
