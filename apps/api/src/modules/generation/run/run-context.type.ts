import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SearchMode } from '../../knowledge/index.ts';

@ObjectType('RunRetrieval', { description: 'How documents were looked into for a run.' })
export class RunRetrieval {
  @Field(() => Boolean, { description: 'False when the conversation had it switched off: nothing was looked for.' })
  isEnabled!: boolean;

  @Field(() => SearchMode, { description: 'How passages were searched.' })
  mode!: SearchMode;

  @Field(() => Int, { description: 'The most passages the answer could be given.' })
  topK!: number;

  @Field(() => Float, { description: 'Passages that scored less were left out, 0 to 1.' })
  minScore!: number;

  @Field(() => [String], {
    nullable: true,
    description: 'Names the collections that were looked into had then; null for all.',
  })
  collections!: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many documents came with the question, where only these were looked into; else null.',
  })
  documentCount!: number | null;

  @Field(() => Int, { description: 'Tokens the passages could take.' })
  tokenBudget!: number;

  @Field(() => String, { description: 'What the question was embedded with; `none` for words alone.' })
  embedder!: string;
}

@ObjectType('RunContext', { description: 'How the context of a run was made.' })
export class RunContext {
  @Field(() => Int, { description: 'Messages of the branch that were sent, word for word.' })
  messageCount!: number;

  @Field(() => Int, { description: 'Older messages left out because they did not fit, and told by no summary.' })
  droppedMessageCount!: number;

  @Field(() => Int, { description: 'Tokens of what was sent, counted with a tokenizer.' })
  promptTokens!: number;

  @Field(() => Int, { description: 'Tokens of the passages of documents among them.' })
  passageTokens!: number;

  @Field(() => Int, { nullable: true, description: 'Context window of the model, where it is known.' })
  contextWindow!: number | null;

  @Field(() => RunRetrieval, {
    nullable: true,
    description: 'How documents were looked into; null where there were none.',
  })
  retrieval!: RunRetrieval | null;

  @Field(() => Int, { description: 'Tokens of the messages and the summary among what was sent.' })
  historyTokens!: number;

  @Field(() => Int, { description: 'Tokens these could take: what the model’s window leaves beside all else.' })
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
