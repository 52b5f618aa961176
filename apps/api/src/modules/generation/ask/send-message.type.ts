import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChatSession, Message } from '../../chat/index.ts';
import { GenerationParametersInput } from '../../models/index.ts';
import { Run } from '../run/run.entity.ts';

const modelDescription = 'The model that answers this time; left out, the conversation’s.';
const parametersDescription = 'Parameters of this answer; a null leaves the conversation’s.';

@InputType({ description: 'A question.' })
export class SendMessageInput {
  @Field(() => ID, { nullable: true, description: 'Left out, a new session is made.' })
  sessionId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Chosen by the client (UUID): sending the same id again returns the first result and generates nothing.',
  })
  messageId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Left out, the active leaf of the session.' })
  parentId?: string | null;

  @Field(() => String, { description: 'What is asked, 1 to 400,000 characters.' })
  text!: string;

  @Field(() => [ID], { nullable: true, description: 'Documents sent along, at most 20; the answer looks into them.' })
  documentIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: modelDescription })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'Another answer to the same question: a sibling of the message.' })
export class RegenerateMessageInput {
  @Field(() => ID, { description: 'The answer to make an alternative for.' })
  messageId!: string;

  @Field(() => ID, { nullable: true, description: 'The model that answers; left out, the one that wrote the message.' })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'Makes a sibling of a user message with new text and answers it.' })
export class EditMessageInput {
  @Field(() => ID, { description: 'The question to ask differently.' })
  messageId!: string;

  @Field(() => String, { description: 'The new text, 1 to 400,000 characters.' })
  text!: string;

  @Field(() => ID, { nullable: true, description: modelDescription })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@InputType({ description: 'Writes on where an answer stopped: a sibling that starts with the same text.' })
export class ContinueMessageInput {
  @Field(() => ID, { description: 'An answer that was cancelled, interrupted, failed or cut at its token limit.' })
  messageId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The model that writes on; left out, the one that wrote the message.',
  })
  modelId?: string | null;

  @Field(() => GenerationParametersInput, { nullable: true, description: parametersDescription })
  parameters?: GenerationParametersInput | null;
}

@ObjectType({ description: 'A question and the answer that has begun; everything here is committed.' })
export class SendMessagePayload {
  @Field(() => ChatSession, { description: 'The conversation.' })
  session!: ChatSession;

  @Field(() => Message, { description: 'The question.' })
  userMessage!: Message;

  @Field(() => Message, { description: 'The answer, still being written.' })
  assistantMessage!: Message;

  @Field(() => Run, { description: 'Its generation; watch it with `runEvents`.' })
  run!: Run;
}
