import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Message } from '../../chat/index.ts';
import { Chunk } from '../documents/chunk.entity.ts';

/** A chunk the run of an answer was given. Goes when its document goes. */
@ObjectType('Citation', {
  description: 'A passage that was sent to the model for an answer, and whether the answer cites it.',
})
@Entity({ tableName: 'citations' })
export class Citation {
  @ManyToOne(() => Message, { primary: true, ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @Field(() => Int, { description: 'Citation number in the answer, from 1, for example `[1]`.' })
  @PrimaryKey({ type: 'integer' })
  number!: number;

  @Index()
  @ManyToOne(() => Chunk, { ref: true, deleteRule: 'cascade' })
  chunk!: Ref<Chunk>;

  @Field(() => Float, { description: 'Relevance to the question; comparable within one answer.' })
  @Property({ type: 'double' })
  score!: number;

  @Field(() => Boolean, {
    description: 'True when the answer cites the passage; false while the answer is being written.',
  })
  @Property({ type: 'boolean' })
  isCited: boolean = false;
}
