import { useToast } from '@nuxt/ui/composables/useToast';
import { useEventListener } from '@vueuse/core';
import { computed, onScopeDispose, shallowRef } from 'vue';
import { knownFileLimit, learnFileLimit, Uploads, type UploadTarget } from '../knowledge/index.ts';
import type { AttachedFile, Draft } from './drafts.ts';
import { t } from './locales/en.ts';
import { formatList } from '../../format.ts';

interface AttachmentOptions {
  draft: Readonly<{ value: Draft }>;
  attach: (file: AttachedFile) => void;
  detach: (fileId: string) => void;
  /** Where files that are added belong. */
  target: Readonly<{ value: UploadTarget }>;
}

/** Pasted text of this length and more is sent along as a file. */
const longPaste = 4_000;

/** Files that go along with the message being written: on their way to the server, or there already. */
export function useAttachments({ draft, attach, detach, target }: AttachmentOptions) {
  const uploads = new Uploads({
    maxFileBytes: knownFileLimit,
    onStored: ({ id, fileName, isDuplicate }, file, { collectionId, sessionId }) => {
      const isToBeKept = !isDuplicate && collectionId === null && sessionId === null;
      attach({ id, fileName, sizeBytes: file.size, ...(isToBeKept && { isToBeKept }) });
    },
  });
  /** Documents that are known to be read, or to be unreadable: no use waiting for them. */
  const settled = shallowRef<ReadonlySet<string>>(new Set());

  async function add(files: readonly File[]): Promise<void> {
    const belonging = target.value;
    await learnFileLimit();
    uploads.add(files, belonging);
  }

  /** Takes files, and long text, out of what is pasted; short text is left to the composer. */
  function onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (!clipboardData) return;
    const text = clipboardData.getData('text/plain');
    // Office programs put a picture of the text beside the text.
    const files = text === '' ? [...clipboardData.files] : [];
    if (text.length >= longPaste) files.push(new File([text], t('pastedFile'), { type: 'text/plain' }));
    if (files.length === 0) return;
    event.preventDefault();
    void add(files);
  }

  function setSettled(fileId: string, isSettled: boolean): void {
    const next = new Set(settled.value);
    if (isSettled) next.add(fileId);
    else next.delete(fileId);
    settled.value = next;
  }

  const onTheirWay = computed(() => uploads.list.value.filter(({ state }) => state !== 'refused'));
  const toast = useToast();
  useEventListener(
    () => (onTheirWay.value.length > 0 ? window : null),
    'beforeunload',
    (event) => event.preventDefault(),
  );

  onScopeDispose(() => {
    const names = onTheirWay.value.map(({ file }) => file.name);
    uploads.dismissAll();
    // Without a word the message would go out without them, and nobody would know.
    if (names.length > 0)
      toast.add({
        title:
          names.length === 1 ? t('notAttached', { name: names[0]! }) : t('notAttachedMany', { count: names.length }),
        description: t('leftTooEarly', { names: formatList(names) }),
        color: 'warning',
        icon: 'i-lucide-paperclip',
      });
  });

  return {
    uploads,
    add,
    onPaste,
    detach,
    setSettled,
    files: computed(() => draft.value.files),
    /** The message has to wait: a file is on its way, or being read. */
    isHeld: computed(() => onTheirWay.value.length > 0 || draft.value.files.some(({ id }) => !settled.value.has(id))),
  };
}
