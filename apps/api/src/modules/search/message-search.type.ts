import { Field, Float, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.ts';
import { TextRange } from '../knowledge/index.ts';
import { ChatSession, Message } from '../chat/index.ts';

@ObjectType({ description: 'A search result: one message.' })
export class MessageHit {
  @Field(() => Message, { description: 'The message; when the title matches, the first message of the conversation.' })
  message!: Message;

  @Field(() => ChatSession, { description: 'The conversation that contains it.' })
  session!: ChatSession;

  @Field(() => String, { description: 'Plain text around the first match, on one line.' })
  snippet!: string;

  @Field(() => [TextRange], {
    description: 'Ranges of the snippet that match the query, in order; empty when only the title matches.',
  })
  highlights!: TextRange[];

  @Field(() => Float, { description: 'Relevance score, 0 to 1.' })
  score!: number;
}

export const MessageHitConnection = connectionOf(MessageHit, 'MessageHit');
