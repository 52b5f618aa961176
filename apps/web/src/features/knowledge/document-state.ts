import type { Document } from './use-documents.ts';
import type { Upload } from './uploads.ts';

import { fileErrorText } from './file-error-text.ts';
import { formatPercent } from '../../format.ts';
import { t } from './locales/en.ts';

/** How far a file is, ready to be shown. */
export interface FileState {
  tone: 'busy' | 'ready' | 'failed';
  /** A few words: `Sending 40 %`, `Ready`. */
  label: string;
  /** Share of what is being done, 0 to 1; null where it is not known. */
  progress: number | null;
  /** Why it failed, and what helps. */
  reason: string | null;
}

/** The state of a document on the server. */
export function documentState({
  status,
  progress,
  errorCode,
  errorMessage,
}: Pick<Document, 'status' | 'progress' | 'errorCode' | 'errorMessage'>): FileState {
  switch (status) {
    case 'PENDING':
      return { tone: 'busy', label: t('waitingToRead'), progress: 0, reason: null };
    case 'PROCESSING':
      return progress > 0
        ? { tone: 'busy', label: t('indexing', { percent: formatPercent(progress) }), progress, reason: null }
        : { tone: 'busy', label: t('reading'), progress: null, reason: null };
    case 'READY':
      return { tone: 'ready', label: t('ready'), progress: null, reason: null };
    case 'FAILED':
      return {
        tone: 'failed',
        label: t('readFailed'),
        progress: null,
        reason: errorMessage && fileErrorText(errorCode ?? '', errorMessage),
      };
  }
}

/** The state of a file that is not on the server yet. */
export function uploadState({ state, progress, problem }: Upload): FileState {
  switch (state) {
    case 'waiting':
      return { tone: 'busy', label: t('waitingToSend'), progress: 0, reason: null };
    case 'sending':
      return { tone: 'busy', label: t('sending', { percent: formatPercent(progress) }), progress, reason: null };
    case 'refused':
      return { tone: 'failed', label: t('refused'), progress: null, reason: problem?.message ?? null };
  }
}
