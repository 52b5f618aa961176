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
    'What a model wrote down of the earlier messages of a conversation, for answers they do not fit in with.',
})
@Entity({ tableName: 'conversation_summaries' })
export class ConversationSummary extends BaseEntity {
  @Field(() => ID, { description: 'Unique among everything.' })
  declare id: string;

  @Index()
  @ManyToOne(() => ChatSession, { ref: true, deleteRule: 'cascade' })
  session!: Ref<ChatSession>;

  /** The last message it covers: it stands for the branch from the root to here, and only for that. */
  @Index()
  @ManyToOne(() => Message, { ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @Field(() => Int, { description: 'Messages it stands for, from the first of the conversation on.' })
  @Property({ type: 'integer' })
  messageCount!: number;

  @Field(() => String, { description: 'What it says.' })
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
