import { onScopeDispose, shallowRef } from 'vue';

/** How far the last change has come. `failed`: it is still in the form, and not on the server. */
export type SaveState = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed';

/** Long enough to type a number, in milliseconds. */
const pauseMs = 700;

interface Options<Change> {
  /** What differs from what is saved and may be saved; null for nothing. */
  read: () => Change | null;
  save: (change: Change) => Promise<void>;
  /** Told of a failure, and whether the form is still on the screen. */
  onFailure: (error: unknown, isShown: boolean) => void;
}

/** Saves what is changed in a form: after a pause, one request at a time, and at the latest when the form is left. */
export function useAutosave<Change>({ read, save, onFailure }: Options<Change>) {
  const state = shallowRef<SaveState>('idle');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isShown = true;
  let isSaving = false;
  let isDueAgain = false;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    isDueAgain = isSaving;
    if (isSaving) return;
    isSaving = true;
    try {
      do {
        isDueAgain = false;
        const change = read();
        if (change === null) break;
        state.value = 'saving';
        await save(change);
        state.value = timer === undefined ? 'saved' : 'waiting';
      } while (isDueAgain);
      if (state.value === 'waiting' && timer === undefined) state.value = 'idle';
    } catch (error) {
      state.value = 'failed';
      onFailure(error, isShown);
    } finally {
      isSaving = false;
    }
  }

  /** Something was changed. */
  function schedule(): void {
    clearTimeout(timer);
    state.value = 'waiting';
    timer = setTimeout(() => void flush(), pauseMs);
  }

  onScopeDispose(() => {
    isShown = false;
    if (timer !== undefined) void flush();
  });

  return { state, schedule, flush };
}
