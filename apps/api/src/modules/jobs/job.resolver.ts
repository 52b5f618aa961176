import { Arg, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import type { Page } from '../../kernel/pagination.ts';
import type { JobRecord } from '../../ports/queue.ts';
import type { JobService } from './job.service.ts';
import { Job, JobConnection, JobQueue, JobState } from './job.type.ts';

@Resolver(() => Job)
export class JobResolver {
  readonly #jobs: JobService;

  constructor(jobs: JobService) {
    this.#jobs = jobs;
  }

  @AccessFor('administrator')
  @Query(() => JobConnection, {
    description: 'What the server does in the background, the newest first. Only for an administrator.',
  })
  jobs(
    @Arg('state', () => JobState, { nullable: true, description: 'Only jobs that are so far.' })
    state: JobState | null,
    @Arg('kind', () => String, { nullable: true, description: 'Only jobs of this kind.' }) kind: string | null,
    @Arg('first', () => Int, { nullable: true, description: 'How many, 50 unless said; at most 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Those after this cursor.' }) after: string | null,
  ): Promise<Page<JobRecord>> {
    return this.#jobs.list(
      { state: state ?? null, kind: kind ?? null },
      { first: first ?? null, after: after ?? null },
    );
  }

  @AccessFor('administrator')
  @Query(() => [JobQueue], {
    description: 'How many jobs of each kind there are in each state. Only for an administrator.',
  })
  jobQueues(): Promise<JobQueue[]> {
    return this.#jobs.queues();
  }

  @AccessFor('administrator')
  @Mutation(() => Job, { description: 'Begins a failed job again. Only for an administrator.' })
  retryJob(@Arg('id', () => ID, { description: 'The job.' }) id: string): Promise<JobRecord> {
    return this.#jobs.retry(id);
  }

  @AccessFor('administrator')
  @Mutation(() => Boolean, {
    description:
      'Takes a job off the list for good, done or not; not one that is being worked on. Only for an administrator.',
  })
  async deleteJob(@Arg('id', () => ID, { description: 'The job.' }) id: string): Promise<boolean> {
    await this.#jobs.delete(id);
    return true;
  }
}
