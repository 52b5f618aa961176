import type { Part } from '@parley/run-events';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { JsonValue } from '../../graphql/scalars.ts';

@InterfaceType({
  description: 'One content part of a message.',
  resolveType: (part: { __typename: string }) => part.__typename,
})
export abstract class MessagePart {
  @Field(() => ID, { description: 'Globally unique identifier; the run’s events refer to it.' })
  id!: string;
}

@ObjectType({ implements: MessagePart, description: 'Text of an answer or a user message.' })
export class TextPart extends MessagePart {
  @Field(() => String, { description: 'Markdown.' })
  text!: string;
}

@ObjectType({ implements: MessagePart, description: 'The model’s reasoning before the answer.' })
export class ReasoningPart extends MessagePart {
  @Field(() => String, { description: 'Markdown.' })
  text!: string;
}

@ObjectType({ implements: MessagePart, description: 'A call of a tool with its result.' })
export class ToolPart extends MessagePart {
  @Field(() => String, { description: 'The tool that was called.' })
  toolName!: string;

  @Field(() => JsonValue, { description: 'Arguments of the call.' })
  arguments!: unknown;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'Result of the tool; null until it returns, or after an error.',
  })
  result!: unknown;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  error!: string | null;

  @Field(() => Int, { nullable: true, description: 'Duration in milliseconds.' })
  durationMs?: number | null;
}

@ObjectType({ implements: MessagePart, description: 'A file attached to a message.' })
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
