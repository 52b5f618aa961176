import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { draftKey, emptyDraft, joinDrafts, loadDraft, saveDraft, type AttachedFile, type Draft } from './drafts.ts';

const writeDelayMs = 300;

const freshId = () => ({ messageId: emptyDraft().messageId, isTried: false });

/** What may be changed: a draft that was tried keeps its id only as it was. */
function changeable(draft: Draft): Draft {
  return draft.isTried === true ? { ...draft, ...freshId() } : draft;
}

/** The message being written for a conversation, kept on this device a moment after each change. */
export function useDraft(viewerId: MaybeRefOrGetter<string>, sessionId: MaybeRefOrGetter<string | null>) {
  const draft = shallowRef<Draft>(emptyDraft());
  /** Whose draft this is; it stays theirs when the session of the account ends. */
  let owner = { viewer: '', session: null as string | null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flush: () => void = () => undefined;
  /** What was typed is not stored yet. */
  let isPending = false;

  function set(next: Draft): void {
    draft.value = next;
    const { viewer, session } = owner;
    isPending = true;
    flush = () => {
      clearTimeout(timer);
      isPending = false;
      flush = () => undefined;
      saveDraft(viewer, session, draft.value);
    };
    clearTimeout(timer);
    timer = setTimeout(() => flush(), writeDelayMs);
  }

  watch(
    [() => toValue(viewerId), () => toValue(sessionId)],
    ([viewer, session]) => {
      if (viewer === '') return;
      flush();
      const before = owner;
      owner = { viewer, session };
      // A new conversation got its address: what was typed since its first question belongs to it.
      if (viewer === before.viewer && before.session === null && session !== null) {
        saveDraft(viewer, session, draft.value);
        saveDraft(viewer, null, emptyDraft());
      } else draft.value = loadDraft(viewer, session);
    },
    { immediate: true, flush: 'sync' },
  );
  const flushNow = () => flush();
  addEventListener('pagehide', flushNow);
  /** Another tab writes at the same draft: both show it, so that neither overwrites what it has not shown. */
  const follow = ({ key }: StorageEvent) => {
    if (key === draftKey(owner.viewer, owner.session) && !isPending)
      draft.value = loadDraft(owner.viewer, owner.session);
  };
  addEventListener('storage', follow);
  onScopeDispose(() => {
    flush();
    removeEventListener('pagehide', flushNow);
    removeEventListener('storage', follow);
  });

  return {
    draft,
    /** Another text, or other files, than what was tried is another message: it gets an id of its own. */
    type: (text: string) => {
      if (text !== draft.value.text) set({ ...changeable(draft.value), text });
    },
    attach: (file: AttachedFile) => {
      const { files } = draft.value;
      if (!files.some(({ id }) => id === file.id)) set({ ...changeable(draft.value), files: [...files, file] });
    },
    detach: (fileId: string) => {
      const files = draft.value.files.filter(({ id }) => id !== fileId);
      if (files.length < draft.value.files.length) set({ ...changeable(draft.value), files });
    },
    /** Takes the draft away to be sent; the next one has a new id. */
    take: (): Draft => {
      const taken = draft.value;
      set(emptyDraft());
      flush();
      return taken;
    },
    /** The server has these messages: a draft that is one of them was sent, and another under its id needs its own. */
    settle: <M extends { id: string }>(messages: readonly M[], textOf: (message: M) => string) => {
      const sent = messages.find(({ id }) => id === draft.value.messageId);
      if (sent) set(textOf(sent) === draft.value.text.trim() ? emptyDraft() : { ...draft.value, ...freshId() });
    },
    /** Puts back what could not be sent, in front of what was typed since. */
    putBack: (failed: Draft) => {
      const since = draft.value;
      const isUntouched = since.text === '' && since.files.length === 0;
      set(isUntouched ? { ...failed, isTried: true } : joinDrafts([failed, since]));
      flush();
    },
  };
}
