import { Entity, Enum, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref, PrimaryKeyProp } from '@mikro-orm/core';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { GenerationParameters } from '../models/index.ts';
import { User } from '../users/index.ts';

export enum Theme {
  SYSTEM = 'SYSTEM',
  LIGHT = 'LIGHT',
  DARK = 'DARK',
}
registerEnumType(Theme, { name: 'Theme', description: 'Colours of the app.' });

@ObjectType('Preferences', { description: 'What a person prefers; used where a conversation says nothing else.' })
@Entity({ tableName: 'preferences' })
export class Preferences {
  [PrimaryKeyProp]?: 'user';

  @OneToOne(() => User, { primary: true, ref: true, owner: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  @Field(() => ID, { nullable: true, description: 'Model of new conversations; null leaves it to the server.' })
  @Property({ type: 'string', length: 300, nullable: true })
  defaultModelId: string | null = null;

  @Field(() => GenerationParameters, { description: 'How answers are generated unless a conversation says otherwise.' })
  @Property({ type: 'json' })
  parameters: GenerationParameters = {};

  @Field(() => String, { nullable: true, description: 'System prompt of new conversations.' })
  @Property({ type: 'text', nullable: true })
  systemPrompt: string | null = null;

  @Field(() => Theme, { description: 'Colours of the app.' })
  @Enum({ items: () => Theme, nativeEnumName: 'theme' })
  theme: Theme = Theme.SYSTEM;

  @Field(() => String, {
    nullable: true,
    description: 'Language of the app as a BCP 47 tag, such as `de`; null follows the browser.',
  })
  @Property({ type: 'string', length: 35, nullable: true })
  locale: string | null = null;

  @Field(() => Boolean, { description: 'False shows an answer only when it is complete.' })
  @Property({ type: 'boolean' })
  streaming: boolean = true;

  @Field(() => Boolean, {
    description: 'False leaves older messages out where they do not fit, instead of summarising them.',
  })
  @Property({ type: 'boolean' })
  autoSummarisation: boolean = true;
}
