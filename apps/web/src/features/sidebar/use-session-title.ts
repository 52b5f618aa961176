import { computed, onScopeDispose, shallowRef, toValue, watch, watchEffect, type MaybeRefOrGetter } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { sessionTitleFragment } from './sessions.queries.ts';
import { common } from '../../i18n/locales/en.ts';

/**
 * The title of the conversation on the screen, also in the browser's tab. It asks nothing of the server:
 * the list and the conversation put it into the cache, and it changes as soon as they learn of a new one.
 */
export function useSessionTitle(sessionId: MaybeRefOrGetter<string | null>) {
  const known = shallowRef<string>();
  let watched: { unsubscribe(): void } | undefined;

  watch(
    () => toValue(sessionId),
    (id) => {
      watched?.unsubscribe();
      known.value = undefined;
      if (id === null) return;
      const from = { __typename: 'ChatSession', id };
      watched = apolloClient.watchFragment({ fragment: sessionTitleFragment, from }).subscribe(({ data, complete }) => {
        known.value = complete ? data.title : undefined;
      });
    },
    { immediate: true },
  );
  onScopeDispose(() => watched?.unsubscribe());

  const title = computed(() => known.value || common('newChat'));
  watchEffect(() => {
    document.title = `${title.value} · Parley`;
  });
  return title;
}
