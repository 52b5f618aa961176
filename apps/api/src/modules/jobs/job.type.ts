import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime } from '../../graphql/scalars.ts';

export enum JobState {
  WAITING = 'WAITING',
  RETRYING = 'RETRYING',
  ACTIVE = 'ACTIVE',
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
}
registerEnumType(JobState, {
  name: 'JobState',
  description: 'How far a job is.',
  valuesConfig: {
    WAITING: { description: 'Not begun yet.' },
    RETRYING: { description: 'It failed and will be begun again at `dueAt`.' },
    ACTIVE: { description: 'Being worked on.' },
    COMPLETED: { description: 'Done; kept for a day.' },
    FAILED: { description: 'All attempts failed; kept for 14 days, so that somebody can look and `retryJob`.' },
  },
});

@ObjectType({ implements: Node, description: 'Work the server does in the background. Only an administrator sees it.' })
export class Job {
  @Field(() => ID, { description: 'Unique among everything.' })
  id!: string;

  @Field(() => String, { description: 'What is done: read-document, embed-collection, write-title, housekeeping …' })
  kind!: string;

  @Field(() => String, {
    description: 'What it is done to: the id of a document, collection or run, or the name of a task.',
  })
  key!: string;

  @Field(() => JobState, { description: 'How far it is.' })
  state!: JobState;

  @Field(() => Int, { description: 'How many times it was begun.' })
  attempts!: number;

  @Field(() => Int, { description: 'How many times it may be begun.' })
  maxAttempts!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'How far the attempt at work is, 0 to 1; null for a job that is not being worked on, or does not say.',
  })
  progress!: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed; null when none has.' })
  error!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the last attempt began; null before the first.' })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was done or had failed for good; null until then.' })
  endedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it may begin, for one that waits; null for others.' })
  dueAt!: Date | null;
}

export const JobConnection = connectionOf(Job, 'Job');

@ObjectType({ description: 'How many jobs of one kind there are.' })
export class JobQueue {
  @Field(() => String, { description: 'The kind.' })
  kind!: string;

  @Field(() => Int, { description: 'Not begun yet.' })
  waiting!: number;

  @Field(() => Int, { description: 'Failed, and to be begun again.' })
  retrying!: number;

  @Field(() => Int, { description: 'Being worked on.' })
  active!: number;

  @Field(() => Int, { description: 'Done within the last day.' })
  completed!: number;

  @Field(() => Int, { description: 'Failed for good within the last 14 days, and not looked after yet.' })
  failed!: number;
}
