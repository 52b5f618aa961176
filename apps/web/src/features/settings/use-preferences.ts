import type { UpdatePreferencesInput } from '@parley/graphql';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { useViewer } from '../../viewer/use-viewer.ts';
import { updatePreferencesMutation } from './settings.queries.ts';

/** The viewer's preferences. `save` throws what the server refused. */
export function usePreferences() {
  const { viewer, preferences } = useViewer();

  async function save(input: UpdatePreferencesInput): Promise<void> {
    await apolloClient.mutate({
      mutation: updatePreferencesMutation,
      variables: { input },
      // Preferences have no id of their own: they are written where they hang.
      update: (cache, { data }) => {
        const user = viewer.value;
        if (!data || !user) return;
        cache.modify({
          id: cache.identify({ __typename: 'User', id: user.id }),
          fields: { preferences: () => data.updatePreferences },
        });
      },
    });
  }

  return { preferences, save };
}
