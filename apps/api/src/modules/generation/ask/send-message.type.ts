import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChatSession, Message } from '../../chat/index.ts';
import { GenerationParametersInput } from '../../models/index.ts';
import { Run } from '../run/run.entity.ts';

const modelDescription = 'Model of this answer; defaults to the conversation’s model.';
const parametersDescription = 'Parameters of this answer; null uses the conversation’s value.';

@InputType({ description: 'A message to send.' })
export class SendMessageInput {
  @Field(() => ID, { nullable: true, description: 'Conversation of the message; a new one is created when omitted.' })
  sessionId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Chosen by the client (UUID): sending the same id again returns the first result and generates nothing.',
  })
  messageId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Message to reply to; defaults to the active leaf of the session.' })
  parentId?: string | null;

  @Field(() => String, { description: 'Text of the message, 1 to 400,000 characters.' })
  text!: string;

  @Field(() => [ID], { nullable: true, description: 'Attached documents, at most 20; the answer searches only these.' })
  documentIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: modelDescription })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'A new version of an answer, as a sibling of the message.' })
export class RegenerateMessageInput {
  @Field(() => ID, { description: 'The answer to regenerate.' })
  messageId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Model of the new answer; defaults to the model that wrote the message.',
  })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'Creates a new version of a user message with new text, and answers it.' })
export class EditMessageInput {
  @Field(() => ID, { description: 'The message to edit.' })
  messageId!: string;

  @Field(() => String, { description: 'The new text, 1 to 400,000 characters.' })
  text!: string;

  @Field(() => ID, { nullable: true, description: modelDescription })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'Continues an answer where it stopped, as a sibling that starts with the same text.' })
export class ContinueMessageInput {
  @Field(() => ID, { description: 'An answer that was cancelled, interrupted, failed or cut at its token limit.' })
  messageId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Model that continues the answer; defaults to the model that wrote it.',
  })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@ObjectType({ description: 'The sent message and its pending answer, both committed.' })
export class SendMessagePayload {
  @Field(() => ChatSession, { description: 'The conversation.' })
  session!: ChatSession;

  @Field(() => Message, { description: 'The question.' })
  userMessage!: Message;

  @Field(() => Message, { description: 'The answer, still being written.' })
  assistantMessage!: Message;

  @Field(() => Run, { description: 'The run of the answer; follow it with `runEvents`.' })
  run!: Run;
}
