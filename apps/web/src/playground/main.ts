// The GraphQL playground: a page of its own, so that the app carries none of it.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './playground.css';
import { welcomeQuery } from './welcome-query.ts';

const url = new URL('/graphql', location.href);

// The browser adds the session cookie to both, because they are on the page's own origin.
const fetcher = createGraphiQLFetcher({
  url: url.href,
  wsClient: createClient({ url: url.href.replace(/^http/, 'ws'), lazy: true }),
});

createRoot(document.getElementById('playground')!).render(
  createElement(GraphiQL, { fetcher, defaultQuery: welcomeQuery, shouldPersistHeaders: false }),
);
