import { Field, ID, InputType } from 'type-graphql';
import { JsonValue } from '../../../graphql/scalars.ts';

@InputType({ description: 'A new collection.' })
export class CreateCollectionInput {
  @Field(() => String, { description: 'Its name, 1 to 100 characters; unique among the viewer’s.' })
  name!: string;

  @Field(() => JsonValue, { nullable: true, description: 'Custom metadata, a JSON object.' })
  metadata?: unknown;
}

@InputType({ description: 'Changes to a collection; omitted fields stay unchanged.' })
export class UpdateCollectionInput {
  @Field(() => ID, { description: 'The collection.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new name, 1 to 100 characters.' })
  name?: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'New metadata, a JSON object that replaces the previous one.',
  })
  metadata?: unknown;
}
