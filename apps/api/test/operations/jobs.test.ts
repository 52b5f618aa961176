import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { ask, collectRun } from '../support/conversation.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { type AppWithUpstream, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

interface Job {
  id: string;
  kind: string;
  key: string;
  state: string;
  attempts: number;
  maxAttempts: number;
  error: string | null;
  dueAt: string | null;
}

let running: AppWithUpstream;
let admin: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream({}, { status: 401, body: '{"error":{"message":"no such key"}}' });
  admin = await running.app.signUp('admin');
});
afterAll(() => running.close());

const jobsQuery = `query ($state: JobState, $kind: String, $first: Int, $after: String) {
  jobs(state: $state, kind: $kind, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id kind key state attempts maxAttempts error dueAt }
  }
}`;
const jobs = async (variables: object = {}) => (await admin.query(jobsQuery, variables)).jobs;

const titleJob = (runId: string, state: string): Promise<Job> =>
  until(async () => {
    const { nodes } = await jobs({ kind: 'write-title', state });
    return (nodes as Job[]).find(({ key }) => key === runId);
  });

/** Makes a job due that waits for its next attempt. */
const hurry = (id: string): Promise<unknown> =>
  running.app.database.fork().execute('update pgboss.job set start_after = now() where id = ?', [id]);

describe('jobs', () => {
  it('do the housekeeping at the start', async () => {
    const done = await until(async () => {
      const { nodes } = await jobs({ kind: 'housekeeping', state: 'COMPLETED' });
      return nodes.length >= 5 ? (nodes as Job[]) : undefined;
    });
    expect(done.map(({ key }) => key).sort()).toEqual([
      'delete-expired-sign-ins',
      'delete-orphan-files',
      'empty-trash',
      'roll-up-usage',
      'sweep-run-log',
    ]);
    const { jobQueues } = await admin.query('{ jobQueues { kind waiting retrying active completed failed } }');
    expect(jobQueues).toContainEqual({
      kind: 'housekeeping',
      waiting: 0,
      retrying: 0,
      active: 0,
      completed: 5,
      failed: 0,
    });
  });

  it('that fail are tried again, then wait for the administrator', async () => {
    running.answer({ tokens: ['Done.'] });
    const { run, session } = await ask(admin, { text: 'A question', modelId: upstreamModel });
    await collectRun(admin, run.id);
    for (const attempts of [1, 2]) {
      const job = await titleJob(run.id, 'RETRYING');
      expect(job).toMatchObject({ attempts, maxAttempts: 3, dueAt: expect.any(String) });
      await hurry(job.id);
      await until(async () =>
        (await jobs({ kind: 'write-title', state: 'RETRYING' })).nodes[0]?.attempts === attempts ? undefined : true,
      );
    }
    const failed = await titleJob(run.id, 'FAILED');
    expect(failed).toMatchObject({ attempts: 3, error: expect.stringMatching(/key/i), dueAt: null });
    expect(failed.error).not.toContain('sk-canary');

    const retried = await admin.query('mutation ($id: ID!) { retryJob(id: $id) { id state } }', { id: failed.id });
    expect(retried.retryJob.id).toBe(failed.id);
    await titleJob(run.id, 'FAILED');
    const { session: named } = await admin.query('query ($id: ID!) { session(id: $id) { title } }', { id: session.id });
    expect(named.title).toBe('A question');

    expect(await admin.query('mutation ($id: ID!) { deleteJob(id: $id) }', { id: failed.id })).toEqual({
      deleteJob: true,
    });
    expect(await admin.errorOf('mutation ($id: ID!) { retryJob(id: $id) { id } }', { id: failed.id })).toBe(
      'NOT_FOUND',
    );
  });

  it('are listed page by page', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { totalCount: number; nodes: Job[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
        await jobs({ first: 2, after, kind: 'housekeeping' });
      expect(page.totalCount).toBe(5);
      seen.push(...page.nodes.map(({ key }) => key));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(5);
  });

  it.each([
    ['first', { first: 0 }, 'BAD_USER_INPUT first'],
    ['first', { first: 101 }, 'BAD_USER_INPUT first'],
    ['after', { after: 'x' }, 'BAD_USER_INPUT after'],
    ['after', { after: Buffer.from('[1e300,"x"]').toString('base64url') }, 'BAD_USER_INPUT after'],
  ])('say which argument is wrong: %s', async (_field, variables, code) =>
    expect(await admin.errorOf(jobsQuery, variables)).toBe(code),
  );

  it.each(['retryJob(id: $id) { id }', 'deleteJob(id: $id)'])('that do not exist are not found: %s', async (field) => {
    for (const id of [newId(), 'x', ''])
      expect(await admin.errorOf(`mutation ($id: ID!) { ${field} }`, { id })).toBe('NOT_FOUND');
  });

  it('that are done are not begun again', async () => {
    const [done] = (await jobs({ kind: 'housekeeping', state: 'COMPLETED' })).nodes as Job[];
    expect(await admin.errorOf('mutation ($id: ID!) { retryJob(id: $id) { id } }', { id: done!.id })).toBe('CONFLICT');
  });
});
