import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { MoneyColumn } from '../../db/money-column.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime, Money } from '../../graphql/scalars.ts';
import { User } from '../users/index.ts';

export enum RequestType {
  CHAT = 'CHAT',
  TITLE = 'TITLE',
  SUMMARY = 'SUMMARY',
  EMBEDDING = 'EMBEDDING',
  WORKFLOW = 'WORKFLOW',
  TOOL = 'TOOL',
  API = 'API',
}
registerEnumType(RequestType, { name: 'RequestType', description: 'Purpose of a model call.' });

@ObjectType('TokenUsage', { implements: Node, description: 'One call to a model: its tokens, cost and time.' })
@Entity({ tableName: 'token_usages' })
@Index({ properties: ['user', 'createdAt'] })
@Index({ properties: ['createdAt'] })
export class TokenUsage extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  @Field(() => RequestType, { description: 'Purpose of the call.' })
  @Enum({ items: () => RequestType, nativeEnumName: 'request_type' })
  requestType!: RequestType;

  @Field(() => ID, { description: 'The model, as provider:name.' })
  @Property({ type: 'string', length: 300 })
  modelId!: string;

  /** Outlives its conversation: what was spent stays spent. */
  @Index()
  @Property({ type: 'uuid', nullable: true })
  sessionId: string | null = null;

  @Index()
  @Property({ type: 'uuid', nullable: true })
  runId: string | null = null;

  @Field(() => Int, { description: 'Prompt tokens.' })
  @Property({ type: 'integer' })
  promptTokens!: number;

  @Field(() => Int, { description: 'Completion tokens, including reasoning.' })
  @Property({ type: 'integer' })
  completionTokens!: number;

  @Field(() => Boolean, {
    description: 'True when the provider reported no usage and the tokens were counted with a tokenizer.',
  })
  @Property({ type: 'boolean' })
  isEstimated!: boolean;

  @Field(() => Money, { description: 'Cost of the prompt.' })
  @Property({ type: MoneyColumn, precision: 24, scale: 12 })
  promptCost!: string;

  @Field(() => Money, { description: 'Cost of the answer.' })
  @Property({ type: MoneyColumn, precision: 24, scale: 12 })
  completionCost!: string;

  @Field(() => Money, { description: 'Cost of the call; 0 where isPriced is false.' })
  @Property({ type: MoneyColumn, precision: 24, scale: 12 })
  totalCost!: string;

  /** The price row the costs were made with; null where no price was known. */
  @Property({ type: 'uuid', nullable: true })
  priceId: string | null = null;

  @Field(() => Int, { description: 'Milliseconds from the request to its end.' })
  @Property({ type: 'integer' })
  durationMs!: number;

  @Property({ type: 'integer', nullable: true })
  timeToFirstTokenMs: number | null = null;

  @Property({ type: 'boolean' })
  failed: boolean = false;

  @Field(() => DateTime, { description: 'When the call ended.' })
  declare createdAt: Date;

  @Field(() => Int, { description: 'Prompt and completion tokens.' })
  totalTokens(): number {
    return this.promptTokens + this.completionTokens;
  }

  @Field(() => Boolean, {
    description: 'False when tokens were used and the model has no price: the cost is unknown, not 0.',
  })
  isPriced(): boolean {
    return this.priceId !== null || this.totalTokens() === 0;
  }
}
