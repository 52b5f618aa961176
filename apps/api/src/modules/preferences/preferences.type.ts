import { preferences, themes } from '@parley/inputs';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { parse } from 'zod/mini';
import { GenerationParameters, GenerationParametersInput } from '../models/index.ts';

export type Theme = keyof typeof themes;
registerEnumType(themes, { name: 'Theme', description: 'Colours of the app.' });

@ObjectType('Preferences', {
  description: 'Preferences of a user, used where a conversation has no setting of its own.',
})
export class Preferences {
  @Field(() => ID, { nullable: true, description: 'Model of new conversations; null uses the server’s default.' })
  defaultModelId!: string | null;

  @Field(() => GenerationParameters, {
    description: 'Generation parameters used unless a conversation overrides them.',
  })
  parameters!: GenerationParameters;

  @Field(() => String, { nullable: true, description: 'System prompt of new conversations.' })
  systemPrompt!: string | null;

  @Field(() => themes, { description: 'Colours of the app.' })
  theme!: Theme;

  @Field(() => String, {
    nullable: true,
    description: 'Language of the app as a BCP 47 tag, such as `de`; null follows the browser.',
  })
  locale!: string | null;

  @Field(() => Boolean, { description: 'False shows an answer only when it is complete.' })
  streaming!: boolean;

  @Field(() => Boolean, {
    description: 'True summarises older messages that exceed the context window; false omits them.',
  })
  autoSummarisation!: boolean;
}

@InputType('UpdatePreferencesInput', {
  description: 'Changes to preferences. Omitted fields stay unchanged; null restores the default.',
})
export class UpdatePreferencesInput {
  @Field(() => ID, { nullable: true, description: 'Model of new conversations, as provider:name.' })
  defaultModelId?: string | null;

  @Field(() => GenerationParametersInput, {
    nullable: true,
    description: 'The parameters that change; null for one clears it, null for all of them clears all.',
  })
  parameters?: GenerationParametersInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'System prompt of new conversations, at most 20,000 characters.',
  })
  systemPrompt?: string | null;

  @Field(() => themes, { nullable: true, description: 'Colours of the app.' })
  theme?: Theme | null;

  @Field(() => String, {
    nullable: true,
    description: 'Language of the app as a BCP 47 tag, such as `de`; null follows the browser.',
  })
  locale?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False shows an answer only when it is complete.' })
  streaming?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True summarises older messages that exceed the context window; false omits them.',
  })
  autoSummarisation?: boolean | null;
}

const defaults: Preferences = parse(preferences, {});

/** All of what a person prefers. @param chosen what they have chosen, as it is kept; null for nothing. */
export const preferencesFrom = (chosen: Partial<Preferences> | null | undefined): Preferences => ({
  ...defaults,
  ...chosen,
});
