import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { ask, collectRun } from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { until } from '../support/until.ts';

const DEAD = 3_000;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** What an instance leaves that was killed while it wrote many answers: copies of an answer, still being written. */
async function leaveMany(runId: string): Promise<void> {
  const em = app.database.fork();
  await em.execute(
    `create temporary table dead as select gen_random_uuid() as run_id, gen_random_uuid() as session_id, gen_random_uuid() as question_id,
       gen_random_uuid() as answer_id, number from generate_series(1, ${DEAD}) as number;
     insert into chat_sessions select (jsonb_populate_record(s, jsonb_build_object('id', session_id, 'active_leaf_id', answer_id))).*
       from chat_sessions s, dead where s.id = (select session_id from runs where id = '${runId}');
     insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', question_id, 'session_id', dead.session_id))).*
       from messages m, dead where m.id = (select parent_id from messages where id = (select message_id from runs where id = '${runId}'));
     insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', answer_id, 'session_id', dead.session_id,
       'parent_id', question_id, 'status', 'STREAMING'))).*
       from messages m, dead where m.id = (select message_id from runs where id = '${runId}');
     insert into runs select (jsonb_populate_record(r, jsonb_build_object('id', run_id, 'session_id', dead.session_id,
       'message_id', answer_id, 'status', 'RUNNING', 'ended_at', null, 'layout', null, 'lease_owner', '${newId()}',
       'lease_until', now() - interval '1 second', 'log_segment_id', md5((number / 12)::text)::uuid))).*
       from runs r, dead where r.id = '${runId}';
     insert into run_log_batches select md5((number / 12)::text)::uuid, 1, array_agg(run_id), array_agg(0), array_agg(1), array_agg(
       json_build_array(json_build_object('__typename', 'RunStarted', 'runId', run_id, 'sequence', 0, 'messageId', answer_id,
         'modelId', 'scripted:echo'), json_build_object('__typename', 'TextDelta', 'partId', 'part', 'deltas', array['Hello']))::text)
       from dead group by number / 12;
     drop table dead`,
  );
}

it('ends all that a killed instance leaves, two hundred with a statement', async () => {
  const alice = await app.signUp('alice');
  const { run } = await ask(alice, { text: 'Hello' });
  await collectRun(alice, run.id);
  await leaveMany(run.id);
  const em = app.database.fork();
  const isOver = async (): Promise<boolean> =>
    (await em.execute('select from runs where ended_at is null limit 1')).length === 0;
  await until(isOver);
  expect(
    await em.execute(
      `select status, count(*)::int as count, count(distinct ended_at)::int as statements from runs where id <> ? group by 1`,
      [run.id],
    ),
  ).toEqual([{ status: 'INTERRUPTED', count: DEAD, statements: DEAD / 200 }]);
  await assertInvariants(em);
});
