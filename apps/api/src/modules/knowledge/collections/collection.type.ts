import { Field, ID, InputType } from 'type-graphql';
import { JsonValue } from '../../../graphql/scalars.ts';

@InputType({ description: 'A new collection.' })
export class CreateCollectionInput {
  @Field(() => String, { description: 'Its name, 1 to 100 characters; unique among the viewer’s.' })
  name!: string;

  @Field(() => JsonValue, { nullable: true, description: 'A JSON object to keep with it.' })
  metadata?: unknown;
}

@InputType({ description: 'Changes of a collection; what is left out stays.' })
export class UpdateCollectionInput {
  @Field(() => ID, { description: 'The collection.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new name, 1 to 100 characters.' })
  name?: string | null;

  @Field(() => JsonValue, { nullable: true, description: 'Another JSON object to keep with it.' })
  metadata?: unknown;
}
