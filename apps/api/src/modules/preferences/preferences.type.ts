import { Field, ID, InputType } from 'type-graphql';
import { GenerationParametersInput } from '../models/index.ts';
import { Theme } from './preferences.entity.ts';

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

  @Field(() => Theme, { nullable: true, description: 'Colours of the app.' })
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
