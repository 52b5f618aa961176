/** What a new tab starts with. */
export const welcomeQuery = `# The API of Parley, as whoever is signed in to the app in this browser.
# Ctrl+Enter (or Cmd+Enter) runs the operation under the cursor, Ctrl+Space completes.
# The book on the left describes every type. Subscriptions work here as well: try
#
#   subscription { sessionChanged { __typename } }
#
# and rename a conversation in another tab.

query Viewer {
  viewer {
    displayName
    email
    role
  }
}
`;
