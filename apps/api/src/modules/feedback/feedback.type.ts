import { Field, ID, InputType, Int } from 'type-graphql';
import { FeedbackRating } from './message-feedback.entity.ts';

@InputType('SubmitFeedbackInput', {
  description:
    'What to say about an answer, at least one thing. What is left out stays as it was said before, null takes it back.',
})
export class SubmitFeedbackInput {
  @Field(() => ID, { description: 'The answer: an assistant message of the viewer’s conversations.' })
  messageId!: string;

  @Field(() => FeedbackRating, { nullable: true, description: 'Thumb.' })
  rating?: FeedbackRating | null;

  @Field(() => Int, { nullable: true, description: 'Stars, 1 to 5.' })
  stars?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What was good or bad about it, in words of one’s own: at most 10 of at most 50 characters.',
  })
  categories?: string[] | null;

  @Field(() => String, { nullable: true, description: 'In one’s own words, at most 5,000 characters.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'A problem somebody should look at, at most 2,000 characters.' })
  reportedIssue?: string | null;
}
