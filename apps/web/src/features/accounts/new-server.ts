import { shallowRef } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { instanceQuery } from '../../viewer/viewer.queries.ts';

/** Whether nobody has an account on this server yet; as of the last time somebody looked. */
export const isNewServer = shallowRef(false);
let hasAccounts = false;

/** Asks the server, unless it had accounts before. Without an answer it counts as one that has. */
export async function lookForAccounts(): Promise<boolean> {
  if (!hasAccounts) {
    const answer = await apolloClient.query({ query: instanceQuery, fetchPolicy: 'no-cache' }).catch(() => null);
    hasAccounts = answer?.data.instance.hasAccounts ?? false;
    isNewServer.value = answer !== null && !hasAccounts;
  }
  return !isNewServer.value;
}
