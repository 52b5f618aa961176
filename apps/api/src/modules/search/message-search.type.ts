import { Field, Float, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.ts';
import { TextRange } from '../knowledge/index.ts';
import { ChatSession, Message } from '../chat/index.ts';

@ObjectType({ description: 'A message that was found.' })
export class MessageHit {
  @Field(() => Message, { description: 'The message; for a title that was found, the first of its conversation.' })
  message!: Message;

  @Field(() => ChatSession, { description: 'The conversation it is in.' })
  session!: ChatSession;

  @Field(() => String, { description: 'Plain text around the first word that was found, on one line.' })
  snippet!: string;

  @Field(() => [TextRange], {
    description: 'Where the words are in the snippet, in order; none when only the title has them.',
  })
  highlights!: TextRange[];

  @Field(() => Float, { description: 'How well it fits, 0 to 1.' })
  score!: number;
}

export const MessageHitConnection = connectionOf(MessageHit, 'MessageHit');
