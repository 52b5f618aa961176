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
  description: 'State of a job.',
  valuesConfig: {
    WAITING: { description: 'Waiting to start.' },
    RETRYING: { description: 'An attempt failed; the next one starts at `dueAt`.' },
    ACTIVE: { description: 'Active.' },
    COMPLETED: { description: 'Completed; kept for one day.' },
    FAILED: { description: 'All attempts failed; kept for 14 days so that an administrator can inspect and retry it.' },
  },
});

@ObjectType({ implements: Node, description: 'A background job of the server. Administrators only.' })
export class Job {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  id!: string;

  @Field(() => String, { description: 'Kind of job: read-document, embed-collection, write-title, housekeeping …' })
  kind!: string;

  @Field(() => String, {
    description: 'Subject of the job: the id of a document, collection or run, or the name of a task.',
  })
  key!: string;

  @Field(() => JobState, { description: 'Status.' })
  state!: JobState;

  @Field(() => Int, { description: 'Number of attempts so far.' })
  attempts!: number;

  @Field(() => Int, { description: 'Maximum number of attempts.' })
  maxAttempts!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Progress of the current attempt, 0 to 1; null when the job is not active or reports no progress.',
  })
  progress!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Error of the last failed attempt; null when no attempt failed.',
  })
  error!: string | null;

  @Field(() => DateTime, { description: 'Time it was queued.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Start time of the last attempt; null before the first.' })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Time it completed or failed permanently; null until then.' })
  endedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Earliest start time of a waiting job; null in other states.' })
  dueAt!: Date | null;
}

export const JobConnection = connectionOf(Job, 'Job');

@ObjectType({ description: 'Number of jobs of one kind, by state.' })
export class JobQueue {
  @Field(() => String, { description: 'The kind.' })
  kind!: string;

  @Field(() => Int, { description: 'Waiting to start.' })
  waiting!: number;

  @Field(() => Int, { description: 'Failed, to be retried.' })
  retrying!: number;

  @Field(() => Int, { description: 'Active.' })
  active!: number;

  @Field(() => Int, { description: 'Completed within the last day.' })
  completed!: number;

  @Field(() => Int, { description: 'Failed permanently within the last 14 days, and not yet retried or deleted.' })
  failed!: number;
}
