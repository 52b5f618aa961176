import { Entity, Enum, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { Message } from '../chat/index.ts';
import { User } from '../users/index.ts';

export enum FeedbackRating {
  THUMBS_UP = 'THUMBS_UP',
  THUMBS_DOWN = 'THUMBS_DOWN',
}
registerEnumType(FeedbackRating, { name: 'FeedbackRating', description: 'Whether an answer was any good.' });

@ObjectType('MessageFeedback', { implements: Node, description: 'What a person thinks of an answer.' })
@Entity({ tableName: 'message_feedback' })
@Unique({ properties: ['message', 'user'] })
export class MessageFeedback extends BaseEntity {
  @Field(() => ID, { description: 'Unique among everything.' })
  declare id: string;

  @ManyToOne(() => Message, { ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  @Field(() => FeedbackRating, { nullable: true, description: 'Thumb, where one was given.' })
  @Enum({ items: () => FeedbackRating, nativeEnumName: 'feedback_rating', nullable: true })
  rating: FeedbackRating | null = null;

  @Field(() => Int, { nullable: true, description: 'Stars, 1 to 5, where they were given.' })
  @Property({ type: 'smallint', nullable: true })
  stars: number | null = null;

  @Field(() => [String], { description: 'What was good or bad about it.' })
  @Property({ type: 'json' })
  categories: string[] = [];

  @Field(() => String, { nullable: true, description: 'In the person’s words.' })
  @Property({ type: 'text', nullable: true })
  text: string | null = null;

  @Field(() => String, { nullable: true, description: 'A problem somebody should look at.' })
  @Property({ type: 'text', nullable: true })
  reportedIssue: string | null = null;

  @Field(() => Boolean, { description: 'True when an administrator has looked at it.' })
  @Property({ type: 'boolean' })
  isReviewed: boolean = false;

  @Field(() => DateTime, { description: 'When it was first given.' })
  declare createdAt: Date;
}
