import type { Problem } from '../../graphql/errors.ts';
import { fileErrorText } from './file-error-text.ts';
import { t } from './locales/en.ts';

/** A file the server has taken. */
export interface StoredFile {
  id: string;
  fileName: string;
  /** The same content was there already. */
  isDuplicate: boolean;
}

/** Where a file belongs. */
export interface UploadTarget {
  /** Null is the usual one. */
  collectionId: string | null;
  /** The conversation it is kept to; null is all of them. */
  sessionId: string | null;
}

/** What is refused, in words for people; thrown by {@link sendFile}. */
export class UploadRefusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Answer {
  document?: { id: string; fileName: string };
  isDuplicate?: boolean;
  error?: { code: string; message: string; retryAfter?: number };
}

function readAnswer(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

function refusalOf({ error }: Answer): UploadRefusal {
  if (error) {
    const { code, message, retryAfter } = error;
    return new UploadRefusal({ code, message: fileErrorText(code, message, retryAfter), retryAfter, field: undefined });
  }
  const message = t('sendFailed');
  return new UploadRefusal({ code: 'OFFLINE', message, retryAfter: undefined, field: undefined });
}

/**
 * Sends a file to the server.
 * @param onProgress told the share that was sent, 0 to 1. A fetch could not tell.
 * @throws UploadRefusal when the server did not take it; AbortError when `signal` was aborted.
 */
export function sendFile(
  file: File,
  target: UploadTarget,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    if (target.collectionId !== null) form.append('collectionId', target.collectionId);
    if (target.sessionId !== null) form.append('sessionId', target.sessionId);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const answer = readAnswer(request.responseText);
      if (request.status === 201 && answer.document)
        resolve({ ...answer.document, isDuplicate: answer.isDuplicate ?? false });
      else reject(refusalOf(answer));
    });
    request.addEventListener('error', () => reject(refusalOf({})));
    request.addEventListener('abort', () => reject(new DOMException('The upload was aborted.', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', '/api/documents');
    request.send(form);
  });
}
