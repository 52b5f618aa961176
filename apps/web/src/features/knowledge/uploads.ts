import { shallowRef, type ShallowRef } from 'vue';
import type { Problem } from '../../graphql/errors.ts';
import { newId } from '../../new-id.ts';
import { fileProblem } from './file-kinds.ts';
import { sendFile, UploadRefusal, type StoredFile, type UploadTarget } from './send-file.ts';
import { t } from './locales/en.ts';

/** A file on its way to the server, or refused by it. */
export interface Upload {
  id: string;
  file: File;
  target: UploadTarget;
  state: 'waiting' | 'sending' | 'refused';
  /** Share that was sent, 0 to 1. */
  progress: number;
  problem: Pick<Problem, 'code' | 'message'> | null;
}

interface UploadPorts {
  send: typeof sendFile;
  /** The largest file the server takes, in bytes; null while that is not known. */
  maxFileBytes: () => number | null;
  /** Called with what the server has taken; the upload is off the list then. */
  onStored: (stored: StoredFile, file: File, target: UploadTarget) => void;
}

const mostAtOnce = 2;

/** Files that are being sent, a few at once. A refused one stays until it is dismissed or sent again. */
export class Uploads {
  readonly list: ShallowRef<readonly Upload[]> = shallowRef([]);
  readonly #ports: UploadPorts;
  readonly #aborts = new Map<string, AbortController>();

  constructor({
    send = sendFile,
    maxFileBytes = () => null,
    onStored,
  }: Partial<UploadPorts> & Pick<UploadPorts, 'onStored'>) {
    this.#ports = { send, maxFileBytes, onStored };
  }

  add(files: readonly File[], target: UploadTarget = { collectionId: null, sessionId: null }): void {
    const maxFileBytes = this.#ports.maxFileBytes();
    const added = files.map((file): Upload => {
      const problem = fileProblem(file, maxFileBytes);
      const state = problem === null ? 'waiting' : 'refused';
      return { id: newId(), file, target, state, progress: 0, problem };
    });
    this.list.value = [...this.list.value, ...added];
    this.#startNext();
  }

  /** Sends a refused file once more. */
  retry(id: string): void {
    this.#change(id, { state: 'waiting', progress: 0, problem: null });
    this.#startNext();
  }

  /** Takes a file off the list, and stops sending it. */
  dismiss(id: string): void {
    this.list.value = this.list.value.filter((upload) => upload.id !== id);
    this.#aborts.get(id)?.abort();
  }

  dismissAll(): void {
    for (const { id } of this.list.value) this.dismiss(id);
  }

  #change(id: string, change: Partial<Upload>): void {
    this.list.value = this.list.value.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
  }

  #startNext(): void {
    for (const upload of this.list.value) {
      if (this.#aborts.size >= mostAtOnce) return;
      if (upload.state === 'waiting') void this.#send(upload);
    }
  }

  async #send({ id, file, target }: Upload): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#change(id, { state: 'sending' });
    try {
      const stored = await this.#ports.send(file, target, (progress) => this.#change(id, { progress }), abort.signal);
      if (abort.signal.aborted) return;
      this.dismiss(id);
      this.#ports.onStored(stored, file, target);
    } catch (error) {
      const problem =
        error instanceof UploadRefusal ? error.problem : { code: 'INTERNAL', message: t('sendFailedShort') };
      this.#change(id, { state: 'refused', problem });
    } finally {
      this.#aborts.delete(id);
      this.#startNext();
    }
  }
}
