import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SearchMode } from '../../knowledge/index.ts';

@ObjectType('RunRetrieval', { description: 'Document retrieval of a run.' })
export class RunRetrieval {
  @Field(() => Boolean, { description: 'False when the conversation had document retrieval switched off.' })
  isEnabled!: boolean;

  @Field(() => SearchMode, { description: 'Search mode.' })
  mode!: SearchMode;

  @Field(() => Int, { description: 'Maximum number of passages for the answer.' })
  topK!: number;

  @Field(() => Float, { description: 'Minimum score of passages, 0 to 1.' })
  minScore!: number;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of the searched collections at that time; null for all.',
  })
  collections!: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of attached documents when only these were searched; otherwise null.',
  })
  documentCount!: number | null;

  @Field(() => Int, { description: 'Token budget for passages.' })
  tokenBudget!: number;

  @Field(() => String, { description: 'Embedder of the question; `none` for keyword search.' })
  embedder!: string;
}

@ObjectType('RunContext', { description: 'Composition of the context of a run.' })
export class RunContext {
  @Field(() => Int, { description: 'Messages of the branch that were sent verbatim.' })
  messageCount!: number;

  @Field(() => Int, {
    description: 'Older messages omitted because they exceeded the context window, and not covered by a summary.',
  })
  droppedMessageCount!: number;

  @Field(() => Int, { description: 'Tokens of what was sent, counted with a tokenizer.' })
  promptTokens!: number;

  @Field(() => Int, { description: 'Tokens of the passages of documents among them.' })
  passageTokens!: number;

  @Field(() => Int, { nullable: true, description: 'Context window of the model; null when unknown.' })
  contextWindow!: number | null;

  @Field(() => RunRetrieval, {
    nullable: true,
    description: 'Document retrieval of the run; null without documents.',
  })
  retrieval!: RunRetrieval | null;

  @Field(() => Int, { description: 'Tokens of the messages and the summary that were sent.' })
  historyTokens!: number;

  @Field(() => Int, { description: 'Token budget for messages: the context window minus everything else.' })
  historyBudget!: number;

  /** What was told in place of messages that did not fit; null when all did, or there was none. */
  summary!: UsedSummary | null;
}

/** A summary as it was sent. */
export interface UsedSummary {
  id: string;
  messageCount: number;
  tokens: number;
}
