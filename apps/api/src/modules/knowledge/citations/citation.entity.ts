import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Message } from '../../chat/index.ts';
import { Chunk } from '../documents/chunk.entity.ts';

/** A chunk the run of an answer was given. Goes when its document goes. */
@ObjectType('Citation', { description: 'A passage an answer was given, and whether it refers to it.' })
@Entity({ tableName: 'citations' })
export class Citation {
  @ManyToOne(() => Message, { primary: true, ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @Field(() => Int, { description: 'How the answer names it, from 1: `[1]`.' })
  @PrimaryKey({ type: 'integer' })
  number!: number;

  @Index()
  @ManyToOne(() => Chunk, { ref: true, deleteRule: 'cascade' })
  chunk!: Ref<Chunk>;

  @Field(() => Float, { description: 'How well it fits the question; comparable within one answer.' })
  @Property({ type: 'double' })
  score!: number;

  @Field(() => Boolean, {
    description: 'True when the text of the answer refers to it; false while it is being written.',
  })
  @Property({ type: 'boolean' })
  isCited: boolean = false;
}
