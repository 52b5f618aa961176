import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { ChatSession, Message } from '../chat/index.ts';

/** Never changes: a later summary of the same branch is a row of its own. */
@ObjectType('ConversationSummary', {
  implements: Node,
  description:
    'A summary of earlier messages of a conversation, sent to the model when the messages exceed its context window.',
})
@Entity({ tableName: 'conversation_summaries' })
export class ConversationSummary extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @Index()
  @ManyToOne(() => ChatSession, { ref: true, deleteRule: 'cascade' })
  session!: Ref<ChatSession>;

  /** The last message it covers: it stands for the branch from the root to here, and only for that. */
  @Index()
  @ManyToOne(() => Message, { ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @Field(() => Int, { description: 'Number of messages it replaces, counted from the first message.' })
  @Property({ type: 'integer' })
  messageCount!: number;

  @Field(() => String, { description: 'Text of the summary.' })
  @Property({ type: 'text' })
  text!: string;

  @Field(() => Int, { description: 'Tokens of the text, counted with a tokenizer.' })
  @Property({ type: 'integer' })
  tokenCount!: number;

  @Field(() => ID, { description: 'The model that wrote it, as provider:name.' })
  @Property({ type: 'string', length: 300 })
  modelId!: string;

  @Field(() => DateTime, { description: 'When it was written.' })
  declare createdAt: Date;
}
