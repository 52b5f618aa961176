import { Field, ID, InputType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { GenerationParametersInput } from '../models/index.ts';
import { ChatSession } from './chat-session.entity.ts';
import { Message } from './message.entity.ts';

export const ChatSessionConnection = connectionOf(ChatSession, 'ChatSession');
export const MessageConnection = connectionOf(Message, 'Message');

@InputType({ description: 'A new conversation. Omitted fields default to the viewer’s preferences.' })
export class CreateSessionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Title, up to 200 characters; generated from the first question when omitted.',
  })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: 'The model that answers.' })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: 'Generation parameters.' })
  parameters?: GenerationParametersInput | null;

  @Field(() => String, { nullable: true, description: 'System prompt, up to 20,000 characters.' })
  systemPrompt?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether older messages are summarised when they exceed the context window; null uses the viewer’s preference.',
  })
  autoSummarisation?: boolean | null;
}

@InputType({ description: 'Changes to a conversation; omitted fields stay unchanged.' })
export class UpdateSessionInput {
  @Field(() => ID, { description: 'The conversation.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new title, up to 200 characters.' })
  title?: string | null;

  @Field(() => ID, { nullable: true, description: 'Model of subsequent answers.' })
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
      'Whether older messages are summarised when they exceed the context window; an explicit null restores the viewer’s preference.',
  })
  autoSummarisation?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Pins or unpins it.' })
  isPinned?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Archives or unarchives it.' })
  isArchived?: boolean | null;
}

@InputType({ description: 'Filters for conversations; omitted fields do not filter.' })
export class SessionFilter {
  @Field(() => Boolean, { nullable: true, description: 'Only archived ones, or only unarchived ones.' })
  isArchived?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only pinned ones, or only unpinned ones.' })
  isPinned?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only those with this model.' })
  modelId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only conversations created at or after this time.' })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only conversations created before this time.' })
  createdBefore?: Date | null;
}
