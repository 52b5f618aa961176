import { graphql } from '@parley/graphql';

export const submitFeedbackMutation = graphql(`
  mutation SubmitFeedback($input: SubmitFeedbackInput!) {
    submitFeedback(input: $input) {
      id
      rating
      categories
      text
    }
  }
`);

export const withdrawFeedbackMutation = graphql(`
  mutation WithdrawFeedback($messageId: ID!) {
    withdrawFeedback(messageId: $messageId)
  }
`);
