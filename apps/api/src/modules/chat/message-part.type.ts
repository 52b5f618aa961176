import type { Part } from '@parley/run-events';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { JsonValue } from '../../graphql/scalars.ts';

@InterfaceType({
  description: 'One piece of a message, in the order it was written.',
  resolveType: (part: { __typename: string }) => part.__typename,
})
export abstract class MessagePart {
  @Field(() => ID, { description: 'As the run’s events name it; unique among everything.' })
  id!: string;
}

@ObjectType({ implements: MessagePart, description: 'What is shown as the answer or the question.' })
export class TextPart extends MessagePart {
  @Field(() => String, { description: 'Markdown.' })
  text!: string;
}

@ObjectType({ implements: MessagePart, description: 'What the model thought before it answered.' })
export class ReasoningPart extends MessagePart {
  @Field(() => String, { description: 'Markdown.' })
  text!: string;
}

@ObjectType({ implements: MessagePart, description: 'A call of a tool with its result.' })
export class ToolPart extends MessagePart {
  @Field(() => String, { description: 'The tool that was called.' })
  toolName!: string;

  @Field(() => JsonValue, { description: 'What it was called with.' })
  arguments!: unknown;

  @Field(() => JsonValue, { nullable: true, description: 'What it answered; null until then or after an error.' })
  result!: unknown;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  error!: string | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds it took.' })
  durationMs?: number | null;
}

@ObjectType({ implements: MessagePart, description: 'A file that was sent along.' })
export class FilePart extends MessagePart {
  documentId!: string;
}

/** A part as GraphQL resolves it. */
export type GraphQLPart = MessagePart & { __typename: string };

export function toGraphQLPart(part: Part): GraphQLPart {
  switch (part.type) {
    case 'text':
      return { __typename: 'TextPart', ...part };
    case 'reasoning':
      return { __typename: 'ReasoningPart', ...part };
    case 'tool':
      return { __typename: 'ToolPart', ...part };
    case 'file':
      return { __typename: 'FilePart', ...part };
  }
}
