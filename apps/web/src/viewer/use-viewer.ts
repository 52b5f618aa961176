import { computed, readonly, shallowRef } from 'vue';
import type { SignInInput, SignUpInput, ViewerFieldsFragment } from '@parley/graphql';
import { apolloClient } from '../graphql/apollo-client.ts';
import { socket } from '../graphql/socket.ts';
import { clearTypedText } from './typed-text.ts';
import { signInMutation, signOutMutation, signUpMutation, viewerQuery } from './viewer.queries.ts';

/** The account that is signed in, with its preferences. */
export type Viewer = ViewerFieldsFragment;

const viewer = shallowRef<Viewer | null>(null);
let isLoaded = false;

apolloClient.watchQuery({ query: viewerQuery, fetchPolicy: 'cache-only' }).subscribe(({ data }) => {
  if (data?.viewer !== undefined) viewer.value = data.viewer;
});

/** Asks the server once who is signed in; null for nobody. Throws when the server cannot be reached. */
export async function loadViewer(): Promise<Viewer | null> {
  if (!isLoaded) {
    const { data } = await apolloClient.query({ query: viewerQuery, fetchPolicy: 'network-only' });
    isLoaded = true;
    viewer.value = data.viewer;
  }
  return viewer.value;
}

/** Everything of the old account leaves memory, and the socket, which was opened with its cookie, is closed. */
async function changeViewer(user: Viewer | null): Promise<void> {
  socket.terminate();
  await apolloClient.clearStore();
  apolloClient.writeQuery({ query: viewerQuery, data: { viewer: user } });
  isLoaded = true;
  viewer.value = user;
}

async function signIn(input: SignInInput): Promise<void> {
  const { data } = await apolloClient.mutate({ mutation: signInMutation, variables: { input } });
  if (data) await changeViewer(data.signIn.user);
}

async function signUp(input: SignUpInput): Promise<void> {
  const { data } = await apolloClient.mutate({ mutation: signUpMutation, variables: { input } });
  if (data) await changeViewer(data.signUp.user);
}

async function signOut(): Promise<void> {
  await apolloClient.mutate({ mutation: signOutMutation });
  // Whoever signs out on purpose leaves nothing typed behind; when a session just expires, it stays.
  clearTypedText();
  await changeViewer(null);
}

/** The signed-in account, shared by the whole app. */
export function useViewer() {
  return {
    viewer: readonly(viewer),
    preferences: computed(() => viewer.value?.preferences ?? null),
    signIn,
    signUp,
    signOut,
    /** The server ended the session: forget the account, keep what was typed. */
    forgetViewer: () => changeViewer(null),
  };
}
