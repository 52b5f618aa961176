import { useQuery } from '@vue/apollo-composable';
import type { JobFieldsFragment } from '@parley/graphql';
import { computed } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { deleteJobMutation, jobsQuery, retryJobMutation } from './jobs.queries.ts';
import { t } from './locales/en.ts';

export type Job = JobFieldsFragment;

const readEveryMs = 3_000;

/** The jobs of the server, read again every few seconds, and what an administrator can do with those that failed. */
export function useJobs() {
  const { result, error, refetch } = useQuery(jobsQuery, undefined, {
    fetchPolicy: 'network-only',
    pollInterval: readEveryMs,
  });
  const { run } = useAction();

  async function act(title: string, work: () => Promise<unknown>): Promise<void> {
    await run(title, work);
    await refetch()?.catch(() => undefined);
  }

  return {
    queues: computed(() => result.value?.jobQueues ?? null),
    active: computed(() => result.value?.active.nodes ?? []),
    failed: computed(() => result.value?.failed.nodes ?? []),
    failedCount: computed(() => result.value?.failed.totalCount ?? 0),
    problem: computed(() => (error.value ? problemOf(error.value) : null)),
    reload: () => void refetch()?.catch(() => undefined),
    retry: ({ id }: Job) =>
      act(t('notRetried'), () => apolloClient.mutate({ mutation: retryJobMutation, variables: { id } })),
    remove: ({ id }: Job) =>
      act(t('notDismissed'), () => apolloClient.mutate({ mutation: deleteJobMutation, variables: { id } })),
  };
}
