import { defineAsyncComponent } from 'vue';

export { type AttachedFile, type Draft, emptyDraft } from './drafts.ts';
export { loadEdit, saveEdit } from './edit-drafts.ts';
export { default as MessageComposer } from './MessageComposer.vue';
export {
  changedSettingsCount,
  type GenerationSettings,
  useGenerationSettings,
} from './options/use-generation-settings.ts';
export { useRetrievalSettings } from './options/use-retrieval-settings.ts';
export { removePending, savePending, type PendingMessage } from './pending-messages.ts';
export { default as QueuedMessages } from './QueuedMessages.vue';
export { default as SendError } from './SendError.vue';
export { useAttachments } from './use-attachments.ts';
export { useDraft } from './use-draft.ts';
export { useQueue } from './use-queue.ts';

export const AttachmentList = defineAsyncComponent(() => import('./AttachmentList.vue'));
