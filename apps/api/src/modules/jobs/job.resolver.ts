import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Page } from '../../kernel/pagination.ts';
import { requireAdministrator, type RequestContext } from '../../kernel/request-context.ts';
import type { JobRecord } from '../../ports/queue.ts';
import type { JobService } from './job.service.ts';
import { Job, JobConnection, JobQueue, JobState } from './job.type.ts';

@Resolver(() => Job)
export class JobResolver {
  readonly #jobs: JobService;

  constructor(jobs: JobService) {
    this.#jobs = jobs;
  }

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
    @Ctx() context: RequestContext,
  ): Promise<Page<JobRecord>> {
    requireAdministrator(context);
    return this.#jobs.list(
      { state: state ?? null, kind: kind ?? null },
      { first: first ?? null, after: after ?? null },
    );
  }

  @Query(() => [JobQueue], {
    description: 'How many jobs of each kind there are in each state. Only for an administrator.',
  })
  jobQueues(@Ctx() context: RequestContext): Promise<JobQueue[]> {
    requireAdministrator(context);
    return this.#jobs.queues();
  }

  @Mutation(() => Job, { description: 'Begins a failed job again. Only for an administrator.' })
  retryJob(
    @Arg('id', () => ID, { description: 'The job.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<JobRecord> {
    requireAdministrator(context);
    return this.#jobs.retry(id);
  }

  @Mutation(() => Boolean, {
    description:
      'Takes a job off the list for good, done or not; not one that is being worked on. Only for an administrator.',
  })
  async deleteJob(
    @Arg('id', () => ID, { description: 'The job.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    requireAdministrator(context);
    await this.#jobs.delete(id);
    return true;
  }
}
