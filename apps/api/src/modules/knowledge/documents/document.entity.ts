import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../../db/base.entity.ts';
import { ErrorCodeEnum } from '../../../graphql/error-code.ts';
import { Node } from '../../../graphql/node.ts';
import { DateTime, JsonValue } from '../../../graphql/scalars.ts';
import type { ErrorCode } from '../../../kernel/errors.ts';
import { ChatSession } from '../../chat/index.ts';
import { User } from '../../users/index.ts';
import { Collection } from '../collections/collection.entity.ts';

export enum DocumentStatus {
  PENDING = 'PENDING',
  PROCESSING = 'PROCESSING',
  READY = 'READY',
  FAILED = 'FAILED',
}
registerEnumType(DocumentStatus, {
  name: 'DocumentStatus',
  description: 'Processing status of a document.',
  valuesConfig: {
    PENDING: { description: 'Stored, waiting to be processed.' },
    PROCESSING: { description: 'Being read and indexed.' },
    READY: { description: 'Ready to be searched.' },
    FAILED: { description: 'Processing failed; `errorCode` contains the reason.' },
  },
});

@ObjectType('Document', { implements: Node, description: 'A file a person has uploaded.' })
@Entity({ tableName: 'documents' })
@Index({ properties: ['owner', 'id'] })
@Unique({ properties: ['owner', 'contentHash'] })
export class Document extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Index()
  @ManyToOne(() => Collection, { ref: true, deleteRule: 'cascade' })
  collection!: Ref<Collection>;

  @Index()
  @ManyToOne(() => ChatSession, { ref: true, nullable: true, deleteRule: 'set null' })
  session: Ref<ChatSession> | null = null;

  @Field(() => String, { description: 'Name of the uploaded file, without folders. Render it as plain text.' })
  @Property({ type: 'string', length: 255 })
  fileName!: string;

  @Field(() => String, { description: 'Media type detected from the content: text/plain, application/pdf …' })
  @Property({ type: 'string', length: 100 })
  mediaType!: string;

  @Field(() => Int, { description: 'Size of the file.' })
  @Property({ type: 'integer' })
  sizeBytes!: number;

  /** SHA-256 of the file, to recognise the same one of the same person. */
  @Property({ type: 'string', length: 64 })
  contentHash!: string;

  /** Under which generated key the file store has it. */
  @Property({ type: 'string', length: 64 })
  storageKey!: string;

  @Field(() => DocumentStatus, { description: 'Status.' })
  @Enum({ items: () => DocumentStatus, nativeEnumName: 'document_status' })
  status: DocumentStatus = DocumentStatus.PENDING;

  @Field(() => Float, { description: '0 to 1 while processing.' })
  @Property({ type: 'double' })
  progress: number = 0;

  @Field(() => ErrorCodeEnum, { nullable: true, description: 'Why it failed.' })
  @Property({ type: 'string', length: 50, nullable: true })
  errorCode: ErrorCode | null = null;

  @Field(() => String, { nullable: true, description: 'Error message, readable for users.' })
  @Property({ type: 'text', nullable: true })
  errorMessage: string | null = null;

  @Field(() => Int, { description: 'Number of passages.' })
  @Property({ type: 'integer' })
  chunkCount: number = 0;

  @Field(() => Boolean, { description: 'False excludes it from all searches.' })
  @Property({ type: 'boolean' })
  isActive: boolean = true;

  @Field(() => JsonValue, { description: 'Custom metadata; searches can filter by it.' })
  @Property({ type: 'json' })
  metadata: Record<string, unknown> = {};

  /** Set only on the last value `documentChanged` gives. */
  isDeleted?: boolean;

  @Field(() => DateTime, { description: 'Time of upload.' })
  declare createdAt: Date;
}
