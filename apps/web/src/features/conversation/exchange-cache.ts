import type { ApolloCache } from '@apollo/client/core';
import type { ExchangeFieldsFragment, MessageFieldsFragment } from '@parley/graphql';
import { messageFields } from '../messages/index.ts';
import { conversationQuery } from './conversation.queries.ts';
import { placeExchange } from './place-exchange.ts';

/**
 * Shows a question and its answer where they belong in the branch on the screen. False when that place is not
 * known here: then the branch has to be loaded again.
 */
export function showExchange(cache: ApolloCache<unknown>, exchange: ExchangeFieldsFragment): boolean {
  const { session, userMessage, assistantMessage } = exchange;
  const variables = { id: session.id, last: 0 };
  const known = cache.readQuery({ query: conversationQuery, variables })?.session?.messages;
  const nodes = placeExchange(known?.nodes ?? [], userMessage, assistantMessage);
  if (nodes === null) return false;
  // The cache wants the names of types, which the generated types leave out.
  const firstPage = { __typename: 'PageInfo', hasPreviousPage: false, startCursor: null };
  const messages = { __typename: 'MessageConnection', nodes: [...nodes], pageInfo: known?.pageInfo ?? firstPage };
  cache.writeQuery({
    query: conversationQuery,
    variables,
    overwrite: true,
    data: { session: { ...session, messages } },
  });
  return true;
}

/** Puts a message as it was stored at the end of its run, and takes the run off its conversation. */
export function showEnded(
  cache: ApolloCache<unknown>,
  sessionId: string,
  runId: string,
  message: MessageFieldsFragment,
): void {
  cache.writeFragment({ fragment: messageFields, fragmentName: 'MessageFields', data: message });
  cache.modify<{ activeRun: { __ref: string } | null }>({
    id: cache.identify({ __typename: 'ChatSession', id: sessionId }),
    fields: { activeRun: (active, { readField }) => (active && readField('id', active) === runId ? null : active) },
  });
}

/** Notes that a conversation is in the trash. */
export function showDeleted(cache: ApolloCache<unknown>, sessionId: string): void {
  cache.modify<{ deletedAt: string | null }>({
    id: cache.identify({ __typename: 'ChatSession', id: sessionId }),
    fields: { deletedAt: () => new Date().toISOString() },
  });
}
