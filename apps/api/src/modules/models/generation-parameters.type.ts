import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';

const descriptions = {
  temperature: 'Randomness, 0 to 2.',
  topP: 'Share of the likeliest words to choose from, 0 to 1.',
  topK: 'Number of the likeliest words to choose from, 0 to 100.',
  maxTokens: 'Most tokens of the answer, 1 to the model’s `maxOutputTokens`.',
  seed: 'The same seed gives the same answer, where the provider supports it.',
};

@ObjectType('GenerationParameters', {
  description: 'How an answer is generated; null leaves a value to the next default.',
})
export class GenerationParameters {
  @Field(() => Float, { nullable: true, description: descriptions.temperature })
  temperature?: number | null;

  @Field(() => Float, { nullable: true, description: descriptions.topP })
  topP?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.topK })
  topK?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.maxTokens })
  maxTokens?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.seed })
  seed?: number | null;
}

@InputType('GenerationParametersInput', {
  description: 'How an answer is generated. A null leaves the session’s, then the viewer’s, then the model’s default.',
})
export class GenerationParametersInput {
  @Field(() => Float, { nullable: true, description: descriptions.temperature })
  temperature?: number | null;

  @Field(() => Float, { nullable: true, description: descriptions.topP })
  topP?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.topK })
  topK?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.maxTokens })
  maxTokens?: number | null;

  @Field(() => Int, { nullable: true, description: descriptions.seed })
  seed?: number | null;
}
