import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ description: 'Something with an id of its own.' })
export abstract class Node {
  @Field(() => ID, { description: 'Unique among everything.' })
  id!: string;
}
