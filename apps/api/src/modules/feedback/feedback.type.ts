import { Field, ID, InputType, Int } from 'type-graphql';
import { FeedbackRating } from './message-feedback.entity.ts';

@InputType('SubmitFeedbackInput', {
  description: 'Feedback on an answer, with at least one field. Omitted fields stay unchanged; null clears a field.',
})
export class SubmitFeedbackInput {
  @Field(() => ID, { description: 'The answer: an assistant message of the viewer’s conversations.' })
  messageId!: string;

  @Field(() => FeedbackRating, { nullable: true, description: 'Thumbs rating.' })
  rating?: FeedbackRating | null;

  @Field(() => Int, { nullable: true, description: 'Stars, 1 to 5.' })
  stars?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Categories of the feedback: at most 10, each at most 50 characters.',
  })
  categories?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Comment, at most 5,000 characters.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'Reported issue, at most 2,000 characters.' })
  reportedIssue?: string | null;
}
