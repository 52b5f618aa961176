import { shallowRef, type ShallowRef } from 'vue';
import { onTypedTextCleared, typedTextPrefix } from '../../viewer/typed-text.ts';
import type { Draft } from './drafts.ts';

/** A question that was handed over; whether the server has it is not known yet. */
export interface Unsent {
  viewerId: string;
  /** The conversation it belongs to; null is a new one. */
  sessionId: string | null;
  question: Draft;
  askedAt: number;
  /** This page is sending it just now. */
  isOnItsWay?: boolean;
}

const prefix = `${typedTextPrefix}pending:`;

const list = shallowRef<readonly Unsent[]>([]);
/** Everything this page knows to be unsent, in the order it was asked. */
export const unsent: Readonly<ShallowRef<readonly Unsent[]>> = list;

/** A key for each: two tabs that write at once take nothing away from each other. */
function keyOf({ viewerId, sessionId, question }: Unsent): string {
  return `${prefix}${viewerId}:${sessionId ?? 'new'}:${question.messageId}`;
}

function store(entry: Unsent): void {
  // Nobody's text would be left on a shared machine for whoever comes next.
  if (entry.viewerId === '') return;
  try {
    localStorage.setItem(keyOf(entry), JSON.stringify({ ...entry, isOnItsWay: undefined }));
  } catch {
    // Storage may be blocked or full: the question is still on the page.
  }
}

function unstore(entry: Unsent): void {
  try {
    localStorage.removeItem(keyOf(entry));
  } catch {
    // Storage may be blocked: then there is nothing to take away.
  }
}

const idOf = ({ question }: Unsent): string => question.messageId;

/** Keeps a question until the server has it, also over a reload or a crash of the page. */
export function keepUnsent(entry: Unsent): void {
  const isKnown = list.value.some((known) => idOf(known) === idOf(entry));
  list.value = isKnown
    ? list.value.map((known) => (idOf(known) === idOf(entry) ? entry : known))
    : [...list.value, entry];
  store(entry);
}

/** The server has it, or it was taken back. */
export function forgetUnsent(messageId: string): void {
  const found = list.value.find((entry) => idOf(entry) === messageId);
  if (!found) return;
  list.value = list.value.filter((entry) => entry !== found);
  unstore(found);
}

/** A new conversation got its address: what waited for it goes there. */
export function moveUnsent(viewerId: string, sessionId: string): void {
  const isMoved = (entry: Unsent) => entry.viewerId === viewerId && entry.sessionId === null && !entry.isOnItsWay;
  for (const entry of list.value.filter(isMoved)) {
    unstore(entry);
    keepUnsent({ ...entry, sessionId });
  }
}

/** Reads what an earlier page, or another tab, has left unsent. */
export function readUnsent(viewerId: string): void {
  try {
    const known = new Set(list.value.map(idOf));
    const ofViewer = `${prefix}${viewerId}:`;
    const stored = Object.keys(localStorage)
      .filter((key) => viewerId !== '' && key.startsWith(ofViewer))
      .map((key) => JSON.parse(localStorage.getItem(key)!) as Unsent)
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
