import { preferences, themes } from '@parley/inputs';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { parse } from 'zod/mini';
import { GenerationParameters, GenerationParametersInput } from '../models/index.ts';

export type Theme = keyof typeof themes;
registerEnumType(themes, { name: 'Theme', description: 'Colours of the app.' });

@ObjectType('Preferences', { description: 'What a person prefers; used where a conversation says nothing else.' })
export class Preferences {
  @Field(() => ID, { nullable: true, description: 'Model of new conversations; null leaves it to the server.' })
  defaultModelId!: string | null;

  @Field(() => GenerationParameters, { description: 'How answers are generated unless a conversation says otherwise.' })
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
    description: 'False leaves older messages out where they do not fit, instead of summarising them.',
  })
  autoSummarisation!: boolean;
}

@InputType('UpdatePreferencesInput', {
  description: 'What changes. A field that is left out stays as it is; null goes back to the default.',
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
    description: 'False leaves older messages out where they do not fit, instead of summarising them.',
  })
  autoSummarisation?: boolean | null;
}

const defaults: Preferences = parse(preferences, {});

/** All of what a person prefers. @param chosen what they have chosen, as it is kept; null for nothing. */
export const preferencesFrom = (chosen: Partial<Preferences> | null | undefined): Preferences => ({
  ...defaults,
  ...chosen,
});
