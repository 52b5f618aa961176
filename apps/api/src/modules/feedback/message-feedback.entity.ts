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
registerEnumType(FeedbackRating, {
  name: 'FeedbackRating',
  description: 'Thumbs-up or thumbs-down rating of an answer.',
});

@ObjectType('MessageFeedback', { implements: Node, description: 'A user’s feedback on an answer.' })
@Entity({ tableName: 'message_feedback' })
@Unique({ properties: ['message', 'user'] })
export class MessageFeedback extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => Message, { ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  @Field(() => FeedbackRating, { nullable: true, description: 'Thumbs rating; null without one.' })
  @Enum({ items: () => FeedbackRating, nativeEnumName: 'feedback_rating', nullable: true })
  rating: FeedbackRating | null = null;

  @Field(() => Int, { nullable: true, description: 'Star rating, 1 to 5; null without one.' })
  @Property({ type: 'smallint', nullable: true })
  stars: number | null = null;

  @Field(() => [String], { description: 'Categories of the feedback.' })
  @Property({ type: 'json' })
  categories: string[] = [];

  @Field(() => String, { nullable: true, description: 'Comment.' })
  @Property({ type: 'text', nullable: true })
  text: string | null = null;

  @Field(() => String, { nullable: true, description: 'Reported issue.' })
  @Property({ type: 'text', nullable: true })
  reportedIssue: string | null = null;

  @Field(() => Boolean, { description: 'True when an administrator has reviewed it.' })
  @Property({ type: 'boolean' })
  isReviewed: boolean = false;

  @Field(() => DateTime, { description: 'Time the feedback was first submitted.' })
  declare createdAt: Date;
}
