import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { ChatSession } from './chat-session.entity.ts';

export enum MessageRole {
  SYSTEM = 'SYSTEM',
  USER = 'USER',
  ASSISTANT = 'ASSISTANT',
}
registerEnumType(MessageRole, { name: 'MessageRole', description: 'Author of the message.' });

export enum MessageStatus {
  PENDING = 'PENDING',
  STREAMING = 'STREAMING',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  INTERRUPTED = 'INTERRUPTED',
  FAILED = 'FAILED',
}
registerEnumType(MessageStatus, {
  name: 'MessageStatus',
  description: 'Status of a message.',
  valuesConfig: {
    PENDING: { description: 'Accepted; no text yet.' },
    STREAMING: { description: 'Being written.' },
    COMPLETED: { description: 'Complete.' },
    CANCELLED: { description: 'Cancelled by the user; contains the text so far.' },
    INTERRUPTED: { description: 'The server stopped; contains the text so far.' },
    FAILED: { description: 'The provider failed; contains the text so far.' },
  },
});

@ObjectType('Message', { implements: Node, description: 'One message of a conversation.' })
@Entity({ tableName: 'messages' })
@Index({ properties: ['session', 'parentId'] })
export class Message extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier; clients may choose it for user messages.' })
  declare id: string;

  @ManyToOne(() => ChatSession, { ref: true, deleteRule: 'cascade' })
  session!: Ref<ChatSession>;

  @Index()
  @Property({ type: 'uuid', nullable: true })
  parentId: string | null = null;

  /** Distance from the root of the branch, which has 0. */
  @Property({ type: 'integer' })
  depth!: number;

  @Field(() => MessageRole, { description: 'Author of the message.' })
  @Enum({ items: () => MessageRole, nativeEnumName: 'message_role' })
  role!: MessageRole;

  @Field(() => MessageStatus, { description: 'Status.' })
  @Enum({ items: () => MessageStatus, nativeEnumName: 'message_status' })
  status!: MessageStatus;

  @Field(() => ID, { nullable: true, description: 'The model that wrote it; null for a person’s message.' })
  @Property({ type: 'string', length: 300, nullable: true })
  modelId: string | null = null;

  /** Counted once, when the text is complete. */
  @Property({ type: 'integer' })
  tokenCount: number = 0;

  /** SHA-256 of what was sent, to tell a retry from another message under the same id. */
  @Property({ type: 'string', length: 64, nullable: true })
  requestHash: string | null = null;

  @Property({ type: 'datetime', nullable: true })
  deletedAt: Date | null = null;

  @Field(() => DateTime, { description: 'Time of creation.' })
  declare createdAt: Date;
}
