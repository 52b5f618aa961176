import { Entity, Enum, Index, ManyToOne, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../../db/base.entity.ts';
import { ErrorCodeEnum } from '../../../graphql/error-code.ts';
import { Node } from '../../../graphql/node.ts';
import { DateTime } from '../../../graphql/scalars.ts';
import type { ErrorCode } from '../../../kernel/errors.ts';
import { ChatSession, Message } from '../../chat/index.ts';
import { GenerationParameters } from '../../models/index.ts';
import { User } from '../../users/index.ts';
import { RunContext } from './run-context.type.ts';
import type { EventLayout } from './event-layout.rules.ts';

export enum RunStatus {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  INTERRUPTED = 'INTERRUPTED',
  FAILED = 'FAILED',
}
registerEnumType(RunStatus, { name: 'RunStatus', description: 'Status of a run.' });

@ObjectType({ implements: Node, description: 'One immutable version of a prompt.' })
export class PromptVersion extends Node {
  @Field(() => String, { description: 'The prompt it is a version of.' })
  name!: string;

  @Field(() => Int, { description: 'Version number, from 1.' })
  version!: number;
}

@ObjectType({ implements: Node, description: 'One immutable version of a workflow.' })
export class WorkflowVersion extends Node {
  @Field(() => String, { description: 'The workflow it is a version of.' })
  name!: string;

  @Field(() => Int, { description: 'Version number, from 1.' })
  version!: number;
}

@ObjectType('Run', {
  implements: Node,
  description: 'The generation of one answer, with its model, parameters, prompt, usage and timing.',
})
@Entity({ tableName: 'runs' })
@Index({ properties: ['logSegmentId'], where: 'ended_at is null' })
export class Run extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Index()
  @ManyToOne(() => ChatSession, { ref: true, deleteRule: 'cascade' })
  session!: Ref<ChatSession>;

  @OneToOne(() => Message, { ref: true, owner: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  @Field(() => RunStatus, { description: 'Status.' })
  @Enum({ items: () => RunStatus, nativeEnumName: 'run_status' })
  status: RunStatus = RunStatus.QUEUED;

  @Field(() => ID, { description: 'The model, as provider:name.' })
  @Property({ type: 'string', length: 300 })
  modelId!: string;

  @Field(() => GenerationParameters, { description: 'The parameters that were sent.' })
  @Property({ type: 'json' })
  parameters!: GenerationParameters;

  @Field(() => String, { nullable: true, description: 'The system prompt that was sent.' })
  @Property({ type: 'text', nullable: true })
  systemPrompt: string | null = null;

  @Field(() => PromptVersion, {
    nullable: true,
    description: 'The prompt version it was asked with; null for a plain question.',
  })
  promptVersion: PromptVersion | null = null;

  @Field(() => WorkflowVersion, {
    nullable: true,
    description: 'The workflow version that answered; null for a model alone.',
  })
  workflowVersion: WorkflowVersion | null = null;

  @Field(() => RunContext, { nullable: true, description: 'Composition of the context; null until it is built.' })
  @Property({ type: 'json', nullable: true })
  context: RunContext | null = null;

  @Field(() => Int, { description: 'Sequence number of its newest durable event; -1 when there is none.' })
  @Property({ type: 'integer' })
  lastSequence: number = -1;

  @Field(() => String, { nullable: true, description: 'Finish reason reported by the provider: stop, length …' })
  @Property({ type: 'string', length: 100, nullable: true })
  finishReason: string | null = null;

  @Field(() => ErrorCodeEnum, { nullable: true, description: 'Error code of a failed run.' })
  @Property({ type: 'string', length: 50, nullable: true })
  errorCode: ErrorCode | null = null;

  @Field(() => String, { nullable: true, description: 'Error message, readable for users.' })
  @Property({ type: 'text', nullable: true })
  errorMessage: string | null = null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds from the request to the first token.' })
  @Property({ type: 'integer', nullable: true })
  timeToFirstTokenMs: number | null = null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds from the request to the end.' })
  @Property({ type: 'integer', nullable: true })
  durationMs: number | null = null;

  /**
   * The instance that generates it, or ended it; null when it was ended in place of that one. Until when it promised to be
   * alive.
   */
  @Property({ type: 'uuid', nullable: true })
  leaseOwner: string | null = null;

  @Property({ type: 'datetime', nullable: true })
  leaseUntil: Date | null = null;

  /** Which rows of the log hold its events while it goes on. */
  @Property({ type: 'uuid' })
  logSegmentId!: string;

  /** How the events of the ended run were cut, to replay them from the message's parts. */
  @Property({ type: 'json', nullable: true, lazy: true })
  layout: EventLayout | null = null;

  @Field(() => DateTime, { description: 'Time it was queued.' })
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'Time it ended; null while in progress.' })
  @Property({ type: 'datetime', nullable: true })
  endedAt: Date | null = null;

  /** It was ended in place of its instance, with what that had logged: clients may have seen more. */
  get mayHaveLostEvents(): boolean {
    const isUnfinished = this.status === RunStatus.INTERRUPTED || this.status === RunStatus.CANCELLED;
    return this.endedAt !== null && this.leaseOwner === null && isUnfinished;
  }
}
