import { graphql } from '@parley/graphql';

export const preferencesFields = graphql(`
  fragment PreferencesFields on Preferences {
    defaultModelId
    parameters {
      ...ParameterFields
    }
    systemPrompt
    theme
    locale
    streaming
    autoSummarisation
  }
`);

export const viewerFields = graphql(`
  fragment ViewerFields on User {
    id
    email
    displayName
    role
    createdAt
    preferences {
      ...PreferencesFields
    }
  }
`);

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      ...ViewerFields
    }
  }
`);

export const instanceQuery = graphql(`
  query Instance {
    instance {
      hasAccounts
    }
  }
`);

export const signInMutation = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      user {
        ...ViewerFields
      }
    }
  }
`);

export const signUpMutation = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      user {
        ...ViewerFields
      }
    }
  }
`);

export const signOutMutation = graphql(`
  mutation SignOut {
    signOut
  }
`);
