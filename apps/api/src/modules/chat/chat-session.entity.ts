import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import type { SessionOptions } from '@parley/inputs';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { SearchColumn } from '../../db/search-column.ts';
import { BaseEntity } from '../../db/base.entity.ts';
import { Node } from '../../graphql/node.ts';
import { searchVector } from '../../text-search/search-vector.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { GenerationParameters } from '../models/index.ts';
import { User } from '../users/index.ts';

/** Where a title comes from: a person's choice is never replaced. */
export enum TitleSource {
  DEFAULT = 'DEFAULT',
  MODEL = 'MODEL',
  USER = 'USER',
}

@ObjectType('ChatSession', {
  implements: Node,
  description: 'A conversation: a tree of messages with one active branch.',
})
@Entity({ tableName: 'chat_sessions' })
@Index({ properties: ['owner', 'lastActivityAt', 'id'] })
export class ChatSession extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Field(() => String, { description: 'Title shown in lists.' })
  @Property({ type: 'string', length: 200 })
  title!: string;

  /** What the title is found by; see text-search/search-vector.ts. */
  @Property({ type: SearchColumn, lazy: true })
  titleSearch!: string;

  @Enum({ items: () => TitleSource, nativeEnumName: 'title_source' })
  titleSource: TitleSource = TitleSource.DEFAULT;

  @Field(() => ID, { description: 'Model used unless a message specifies another.' })
  @Property({ type: 'string', length: 300 })
  modelId!: string;

  /** What was chosen for it; the fields below add what holds otherwise. */
  @Property({ type: 'json' })
  options: Partial<SessionOptions> = {};

  @Field(() => GenerationParameters, { description: 'Generation parameters used unless a message overrides them.' })
  get parameters(): GenerationParameters {
    return this.options.parameters ?? {};
  }

  @Field(() => String, { nullable: true, description: 'System prompt of the conversation.' })
  get systemPrompt(): string | null {
    return this.options.systemPrompt ?? null;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether older messages are summarised when they exceed the context window; null uses the owner’s preference.',
  })
  get autoSummarisation(): boolean | null {
    return this.options.autoSummarisation ?? null;
  }

  @Field(() => Boolean, { description: 'True when pinned to the top of the list.' })
  @Property({ type: 'boolean' })
  isPinned: boolean = false;

  @Field(() => Boolean, { description: 'True when archived; excluded from lists filtered by `isArchived: false`.' })
  @Property({ type: 'boolean' })
  isArchived: boolean = false;

  @Property({ type: 'uuid', nullable: true })
  activeLeafId: string | null = null;

  @Field(() => Int, { description: 'Messages in all branches.' })
  @Property({ type: 'integer' })
  messageCount: number = 0;

  @Field(() => Int, {
    description:
      'Tokens of the last request, prompt and answer together; compare them with the model’s context window.',
  })
  @Property({ type: 'integer' })
  contextTokens: number = 0;

  @Field(() => DateTime, { description: 'Time the last message was sent. Lists are ordered by it, newest first.' })
  @Property({ type: 'datetime', length: 3 })
  lastActivityAt: Date = new Date();

  @Field(() => DateTime, { description: 'Time of creation.' })
  declare createdAt: Date;

  @Field(() => DateTime, { description: 'Time of the last change.' })
  @Property({ type: 'datetime', onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time it was moved to the trash; null when it is not in the trash.',
  })
  @Index()
  @Property({ type: 'datetime', nullable: true })
  deletedAt: Date | null = null;

  /** Gives it a title, by which it is found. */
  entitle(title: string): void {
    this.title = title;
    this.titleSearch = searchVector(title);
  }
}
