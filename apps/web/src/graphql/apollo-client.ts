import { ApolloClient, ApolloLink, HttpLink, split, type Operation } from '@apollo/client/core';
import { onError } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createCache } from './cache.ts';
import { errorCodeOf } from './errors.ts';
import { watchedFetch } from './reachability.ts';
import { createRetryFetch } from './retry-fetch.ts';
import { announceExpiry } from './session-expiry.ts';
import { onSocketRefused, socket } from './socket.ts';

const expiryLink = onError((error) => {
  if (error.operation.operationName !== 'SignIn' && errorCodeOf(error) === 'UNAUTHENTICATED') announceExpiry();
});
onSocketRefused(announceExpiry);

const typeOf = ({ query }: Operation) => {
  const definition = getMainDefinition(query);
  return definition.kind === 'OperationDefinition' ? definition.operation : null;
};
const server = { uri: '/graphql', credentials: 'same-origin' };
const httpLink = split(
  (operation) => typeOf(operation) === 'query',
  new HttpLink({ ...server, fetch: watchedFetch(createRetryFetch()) }),
  new HttpLink({ ...server, fetch: watchedFetch() }),
);
const transportLink = split((operation) => typeOf(operation) === 'subscription', new GraphQLWsLink(socket), httpLink);

/** The one GraphQL client: queries and mutations over HTTP, subscriptions over the socket (see live-route.ts). */
export const apolloClient = new ApolloClient({
  link: ApolloLink.from([expiryLink, transportLink]),
  cache: createCache(),
});
