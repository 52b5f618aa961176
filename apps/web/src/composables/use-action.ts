import { useToast } from '@nuxt/ui/composables/useToast';
import { shallowRef } from 'vue';
import { problemOf } from '../graphql/errors.ts';

/** Runs what somebody asked for; a failure, which has no place of its own on the page, is shown as a toast. */
export function useAction() {
  const toast = useToast();
  const isRunning = shallowRef(false);

  function reportProblem(title: string, error: unknown): void {
    const { code, message } = problemOf(error);
    // The way to the sign-in page says so already.
    if (code === 'UNAUTHENTICATED') return;
    toast.add({ title, description: message, color: 'error', icon: 'i-lucide-circle-alert' });
  }

  /** Resolves to null when it failed. */
  async function run<Result>(failureTitle: string, work: () => Promise<Result>): Promise<Result | null> {
    isRunning.value = true;
    try {
      return await work();
    } catch (error) {
      reportProblem(failureTitle, error);
      return null;
    } finally {
      isRunning.value = false;
    }
  }

  return { isRunning, run, reportProblem };
}
