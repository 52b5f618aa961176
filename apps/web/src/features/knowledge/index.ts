import { defineAsyncComponent } from 'vue';

export { default as CollectionSelect } from './CollectionSelect.vue';
export { documentState, type FileState, uploadState } from './document-state.ts';
export { default as DocumentList } from './DocumentList.vue';
export { documentQuery } from './documents.queries.ts';
export { acceptedFiles, acceptedWords, fileKind, formatSize } from './file-kinds.ts';
export { default as FileChip } from './FileChip.vue';
export { default as FilePicker } from './FilePicker.vue';
export { attachToSession } from './attach-to-session.ts';
export { locationLabel } from './passage-location.ts';
export { passagesQuery } from './passages.queries.ts';
export {
  changedRetrievalCount,
  minScoreRule,
  modeLabel,
  type RetrievalSettings,
  searchModeItems,
  topKRule,
  defaultRetrieval,
} from './retrieval-settings.ts';
export { default as SearchForm } from './search/SearchForm.vue';
export { default as SearchResults } from './search/SearchResults.vue';
export { type DocumentHit, useDocumentSearch } from './search/use-document-search.ts';
export type { UploadTarget } from './send-file.ts';
export { default as StorageMeter } from './StorageMeter.vue';
export { Uploads } from './uploads.ts';
export { useCollections } from './use-collections.ts';
export { useDocumentActions } from './use-document-actions.ts';
export { useDocumentPolling } from './use-document-polling.ts';
export { useDocumentFeed } from './use-document-feed.ts';
export { useDocuments } from './use-documents.ts';
export { knownFileLimit, learnFileLimit } from './use-file-limit.ts';
export { useLibraryUploads } from './use-library-uploads.ts';
export { useSelectedCollection } from './use-selected-collection.ts';

export const PassagePanel = defineAsyncComponent(() => import('./PassagePanel.vue'));
export { t } from './locales/en.ts';
