import type { RunEvent as RunEventValue } from '@parley/run-events';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { ErrorCodeEnum } from '../../graphql/error-code.ts';
import { JsonValue } from '../../graphql/scalars.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import { RunStatus } from './run/run.entity.ts';

const partIdDescription = 'The part of the message it belongs to.';

@InterfaceType({
  description:
    'An event of a run. `sequence` counts from 0 without a gap; the run’s text is the concatenation of its TextDeltas.',
  resolveType: (event: RunEventValue) => event.__typename,
})
export abstract class RunEvent {
  @Field(() => ID, { description: 'The run.' })
  runId!: string;

  @Field(() => Int, { description: 'Sequence number, from 0 without gaps.' })
  sequence!: number;
}

@ObjectType({ implements: RunEvent, description: 'The first event of every run.' })
export class RunStarted extends RunEvent {
  @Field(() => ID, { description: 'The model that answers, as provider:name.' })
  modelId!: string;

  messageId!: string;
}

@ObjectType({
  implements: RunEvent,
  description: 'A passage sent to the model. All passages come before the first text.',
})
export class CitationAdded extends RunEvent {
  number!: number;
  chunkId!: string;
  score!: number;
}

@ObjectType({ implements: RunEvent, description: 'More text of the answer.' })
export class TextDelta extends RunEvent {
  @Field(() => ID, { description: partIdDescription })
  partId!: string;

  @Field(() => String, { description: 'Text to append.' })
  delta!: string;
}

@ObjectType({
  implements: RunEvent,
  description:
    'More of what the model thinks before it answers. One for a part that began as text makes reasoning of that whole part: some models say only afterwards that they were thinking.',
})
export class ReasoningDelta extends RunEvent {
  @Field(() => ID, { description: partIdDescription })
  partId!: string;

  @Field(() => String, { description: 'Text to append.' })
  delta!: string;
}

@ObjectType({ implements: RunEvent, description: 'The model calls a tool.' })
export class ToolCalled extends RunEvent {
  @Field(() => ID, { description: partIdDescription })
  partId!: string;

  @Field(() => String, { description: 'The tool.' })
  toolName!: string;

  @Field(() => JsonValue, { description: 'Arguments of the call.' })
  arguments!: unknown;
}

@ObjectType({ implements: RunEvent, description: 'A tool call returned a result or failed.' })
export class ToolAnswered extends RunEvent {
  @Field(() => ID, { description: partIdDescription })
  partId!: string;

  @Field(() => JsonValue, { nullable: true, description: 'Result of the tool.' })
  result!: unknown;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  error!: string | null;
}

@ObjectType({
  implements: RunEvent,
  description: 'The last event of every run, which completed, was cancelled, was interrupted or failed.',
})
export class RunEnded extends RunEvent {
  @Field(() => RunStatus, { description: 'Final status.' })
  status!: RunStatus;

  @Field(() => ErrorCodeEnum, { nullable: true, description: 'Error code.' })
  errorCode!: ErrorCode | null;

  @Field(() => String, { nullable: true, description: 'Error message, readable for users.' })
  errorMessage!: string | null;

  messageId!: string;
}
