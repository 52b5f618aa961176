import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { emptyDraft, loadDraft, saveDraft, type Draft } from './drafts.ts';

const writeDelayMs = 300;

/** The text being typed for a conversation, kept on this device a moment after each change. */
export function useDraft(viewerId: MaybeRefOrGetter<string>, sessionId: MaybeRefOrGetter<string | null>) {
  const draft = shallowRef<Draft>(emptyDraft());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flush: () => void = () => undefined;

  function set(next: Draft): void {
    draft.value = next;
    const viewer = toValue(viewerId);
    const session = toValue(sessionId);
    flush = () => {
      clearTimeout(timer);
      flush = () => undefined;
      saveDraft(viewer, session, draft.value);
    };
    clearTimeout(timer);
    timer = setTimeout(() => flush(), writeDelayMs);
  }

  watch(
    [() => toValue(viewerId), () => toValue(sessionId)],
    ([viewer, session]) => {
      flush();
      draft.value = loadDraft(viewer, session);
    },
    { immediate: true, flush: 'sync' },
  );
  const flushNow = () => flush();
  addEventListener('pagehide', flushNow);
  onScopeDispose(() => {
    flush();
    removeEventListener('pagehide', flushNow);
  });

  return {
    draft,
    /** Another text than the one that was tried is another message: it gets an id of its own. */
    type: (text: string) => {
      const isOther = draft.value.isTried === true && text !== draft.value.text;
      set({ ...(isOther ? emptyDraft() : draft.value), text });
    },
    /** Takes the draft away to be sent; the next one has a new id. */
    take: (): Draft => {
      const taken = draft.value;
      set(emptyDraft());
      flush();
      return taken;
    },
    /** Puts back what could not be sent, in front of what was typed since. */
    putBack: (failed: Draft) => {
      const since = draft.value.text;
      set(since === '' ? { ...failed, isTried: true } : { ...emptyDraft(), text: `${failed.text}\n\n${since}` });
      flush();
    },
  };
}
