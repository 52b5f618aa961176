import { useToast } from '@nuxt/ui/composables/useToast';
import { effectScope, watch } from 'vue';
import { useViewer } from '../../viewer/use-viewer.ts';
import { knownFileLimit, learnFileLimit } from './use-file-limit.ts';
import { Uploads } from './uploads.ts';
import { t } from './locales/en.ts';

let uploads: Uploads | undefined;

function createUploads(): Uploads {
  const toast = useToast();
  void learnFileLimit();
  const created = new Uploads({
    maxFileBytes: knownFileLimit,
    onStored: ({ isDuplicate, fileName }) => {
      if (!isDuplicate) return;
      toast.add({ title: t('alreadyHere'), description: fileName, icon: 'i-lucide-copy-check' });
    },
  });
  const { viewer } = useViewer();
  effectScope(true).run(() =>
    watch(
      () => viewer.value?.id,
      () => created.dismissAll(),
    ),
  );
  return created;
}

/** Uploads of the documents page: they go on while other pages are shown, and end with the session. */
export function useLibraryUploads(): Uploads {
  return (uploads ??= createUploads());
}
