import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';

const descriptions = {
  temperature: 'Randomness, 0 to 2.',
  topP: 'Top-p sampling: total probability of the tokens to consider, 0 to 1.',
  topK: 'Top-k sampling: number of most likely tokens to consider, 0 to 100.',
  maxTokens: 'Most tokens of the answer, 1 to the model’s `maxOutputTokens`.',
  seed: 'The same seed gives the same answer, where the provider supports it.',
};

@ObjectType('GenerationParameters', {
  description: 'Generation parameters; null uses the next default.',
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
  description: 'Generation parameters. Null uses the default of the conversation, then the viewer, then the model.',
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
