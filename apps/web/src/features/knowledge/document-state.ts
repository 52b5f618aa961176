import type { Document } from './use-documents.ts';
import type { Upload } from './uploads.ts';

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

const percent = (share: number) => `${Math.floor(share * 100)} %`;

/** The state of a document on the server. */
export function documentState({
  status,
  progress,
  errorMessage,
}: Pick<Document, 'status' | 'progress' | 'errorMessage'>): FileState {
  switch (status) {
    case 'PENDING':
      return { tone: 'busy', label: 'Waiting to be read', progress: 0, reason: null };
    case 'PROCESSING':
      return progress > 0
        ? { tone: 'busy', label: `Indexing ${percent(progress)}`, progress, reason: null }
        : { tone: 'busy', label: 'Reading', progress: null, reason: null };
    case 'READY':
      return { tone: 'ready', label: 'Ready', progress: null, reason: null };
    case 'FAILED':
      return { tone: 'failed', label: 'Could not be read', progress: null, reason: errorMessage };
  }
}

/** The state of a file that is not on the server yet. */
export function uploadState({ state, progress, problem }: Upload): FileState {
  switch (state) {
    case 'waiting':
      return { tone: 'busy', label: 'Waiting to be sent', progress: 0, reason: null };
    case 'sending':
      return { tone: 'busy', label: `Sending ${percent(progress)}`, progress, reason: null };
    case 'refused':
      return { tone: 'failed', label: 'Not taken', progress: null, reason: problem?.message ?? null };
  }
}
