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
    description: 'Background jobs, newest first. Administrators only.',
  })
  jobs(
    @Arg('state', () => JobState, { nullable: true, description: 'Only jobs in this state.' })
    state: JobState | null,
    @Arg('kind', () => String, { nullable: true, description: 'Only jobs of this kind.' }) kind: string | null,
    @Arg('first', () => Int, { nullable: true, description: 'Page size, 1 to 100; 50 by default.' })
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
    description: 'Number of background jobs by kind and state. Administrators only.',
  })
  jobQueues(): Promise<JobQueue[]> {
    return this.#jobs.queues();
  }

  @AccessFor('administrator')
  @Mutation(() => Job, { description: 'Retries a failed job. Administrators only.' })
  retryJob(@Arg('id', () => ID, { description: 'The job.' }) id: string): Promise<JobRecord> {
    return this.#jobs.retry(id);
  }

  @AccessFor('administrator')
  @Mutation(() => Boolean, {
    description: 'Deletes a job that is not active. Administrators only.',
  })
  async deleteJob(@Arg('id', () => ID, { description: 'The job.' }) id: string): Promise<boolean> {
    await this.#jobs.delete(id);
    return true;
  }
}
