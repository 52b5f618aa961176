import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../../graphql/scalars.ts';

@ObjectType('Model', { description: 'A language model available on this server.' })
export class Model {
  @Field(() => ID, { description: 'provider:name, for example openai:gpt-4o.' })
  id!: string;

  @Field(() => String, { description: 'Name of the model at its provider.' })
  name!: string;

  @Field(() => String, { description: 'Id of its provider, the part of the id before the colon.' })
  provider!: string;

  @Field(() => String, { description: 'Display name of its provider, for example OpenAI.' })
  providerLabel!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Context window in tokens, prompt and answer together; null when unknown.',
  })
  contextWindow!: number | null;

  @Field(() => Int, {
    description: 'Highest maxTokens a request may ask for: 3000 unless an administrator changed it.',
  })
  maxOutputTokens!: number;

  @Field(() => Money, {
    nullable: true,
    description: 'Price of a million prompt tokens now: 0 for a free model, null where no price is known.',
  })
  inputPricePerMillion!: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Price of a million tokens of the answer now: 0 for a free model, null where no price is known.',
  })
  outputPricePerMillion!: string | null;

  @Field(() => Boolean, { description: 'True when it is currently available.' })
  isAvailable!: boolean;

  @Field(() => String, { nullable: true, description: 'Reason why it is unavailable (no key, provider down).' })
  unavailableReason!: string | null;

  @Field(() => Boolean, { description: 'True for the model a new conversation of the viewer starts with.' })
  isDefault!: boolean;

  @Field(() => Boolean, { description: 'True when it runs on this server or needs no key.' })
  isLocal!: boolean;
}
