import { notFound, ParleyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { checkPageSize, decodeCursor, encodeCursor, page, type Page } from '../../kernel/pagination.ts';
import type { JobFilter, JobRecord, Queue } from '../../ports/queue.ts';
import type { JobQueue } from './job.type.ts';

const DEFAULT_PAGE = 50;

/** The background jobs of the whole installation, for the administrator. */
export class JobService {
  readonly #queue: Queue;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** @throws ParleyError BAD_USER_INPUT for a page that cannot be. */
  async list(filter: JobFilter, paging: { first: number | null; after: string | null }): Promise<Page<JobRecord>> {
    const first = checkPageSize('first', paging.first ?? DEFAULT_PAGE);
    const [time, id] = paging.after === null ? [] : decodeCursor('after', paging.after, 'number', 'string');
    const after = time === undefined || id === undefined ? null : { createdAt: new Date(time), id };
    if (after && (!isId(after.id) || Number.isNaN(after.createdAt.getTime()))) {
      throw new ParleyError('BAD_USER_INPUT', 'after is not a valid cursor of this list.', { field: 'after' });
    }
    const [jobs, counts] = await Promise.all([this.#queue.list(filter, first + 1, after), this.#queue.counts()]);
    const totalCount = counts
      .filter(({ kind }) => filter.kind === null || kind === filter.kind)
      .flatMap((each) => (filter.state === null ? Object.values(each.counts) : [each.counts[filter.state]]))
      .reduce((sum, count) => sum + count, 0);
    return page(jobs.slice(0, first), (job) => encodeCursor(job.createdAt.getTime(), job.id), {
      hasNextPage: jobs.length > first,
      hasPreviousPage: after !== null,
      totalCount,
    });
  }

  async queues(): Promise<JobQueue[]> {
    const all = await this.#queue.counts();
    return all.map(({ kind, counts }) => ({
      kind,
      waiting: counts.WAITING,
      retrying: counts.RETRYING,
      active: counts.ACTIVE,
      completed: counts.COMPLETED,
      failed: counts.FAILED,
    }));
  }

  /** @throws ParleyError NOT_FOUND, or CONFLICT for one that has not failed. */
  async retry(id: string): Promise<JobRecord> {
    await this.#find(id);
    if (!(await this.#queue.retry(id))) {
      throw new ParleyError('CONFLICT', 'Only a failed job can be retried, and only when no equal job is waiting.');
    }
    return this.#find(id);
  }

  /** @throws ParleyError NOT_FOUND, or CONFLICT for one that is being worked on. */
  async delete(id: string): Promise<void> {
    await this.#find(id);
    if (!(await this.#queue.delete(id))) {
      throw new ParleyError('CONFLICT', 'This job is active. Wait until it ends.');
    }
  }

  async #find(id: string): Promise<JobRecord> {
    const job = isId(id) ? await this.#queue.find(id) : null;
    if (!job) throw notFound('Job');
    return job;
  }
}
