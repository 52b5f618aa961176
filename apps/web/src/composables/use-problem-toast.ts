import { useToast } from '@nuxt/ui/composables/useToast';
import { problemOf } from '../graphql/errors.ts';

/** Tells of a failure that has no place of its own on the page. */
export function useProblemToast() {
  const toast = useToast();
  return {
    reportProblem(title: string, error: unknown): void {
      const { code, message } = problemOf(error);
      // The way to the sign-in page says so already.
      if (code === 'UNAUTHENTICATED') return;
      toast.add({ title, description: message, color: 'error', icon: 'i-lucide-circle-alert' });
    },
  };
}
