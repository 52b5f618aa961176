import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ description: 'An object with a unique id.' })
export abstract class Node {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  id!: string;
}
