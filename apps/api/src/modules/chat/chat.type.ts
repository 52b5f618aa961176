import { Field, ID, InputType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { GenerationParametersInput } from '../models/index.ts';
import { ChatSession } from './chat-session.entity.ts';
import { Message } from './message.entity.ts';

export const ChatSessionConnection = connectionOf(ChatSession, 'ChatSession');
export const MessageConnection = connectionOf(Message, 'Message');

@InputType({ description: 'A new conversation; everything left out comes from the viewer’s preferences.' })
export class CreateSessionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Up to 200 characters; left out, it is made from the first question.',
  })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: 'The model that answers.' })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: 'How answers are generated.' })
  parameters?: GenerationParametersInput | null;

  @Field(() => String, { nullable: true, description: 'What the model is told first, up to 20,000 characters.' })
  systemPrompt?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether older messages are summarised when they do not fit; null as preferred.',
  })
  autoSummarisation?: boolean | null;
}

@InputType({ description: 'Changes of a conversation; what is left out stays.' })
export class UpdateSessionInput {
  @Field(() => ID, { description: 'The conversation.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new title, up to 200 characters.' })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: 'The model that answers from now on.' })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, {
    nullable: true,
    description: 'Parameters to change; an explicit null clears one.',
  })
  parameters?: GenerationParametersInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'A new system prompt, up to 20,000 characters; an explicit null clears it.',
  })
  systemPrompt?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether older messages are summarised when they do not fit; an explicit null goes back to what is preferred.',
  })
  autoSummarisation?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Keep it at the top of the list.' })
  isPinned?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Put it away.' })
  isArchived?: boolean | null;
}

@InputType({ description: 'Which conversations to list; what is left out does not filter.' })
export class SessionFilter {
  @Field(() => Boolean, { nullable: true, description: 'Only those put away, or only the others.' })
  isArchived?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only pinned ones, or only the others.' })
  isPinned?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only those with this model.' })
  modelId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those made at or after this moment.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those made before this moment.' })
  createdBefore?: Date | null;
}
