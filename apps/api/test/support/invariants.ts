import type { SqlEntityManager } from '@mikro-orm/sql';
import { foldRunEvents, type Part, textOf } from '@parley/run-events';
import { expect, vi } from 'vitest';
import { findParts } from '../../src/modules/chat/index.ts';
import { Run } from '../../src/modules/generation/index.ts';
import { replayEvents } from '../../src/modules/generation/run/event-layout.rules.ts';

/** What must never be in the database once every run is over: each query finds the offenders. */
const offences: Record<string, string> = {
  'a run that is still open': 'select id from runs where ended_at is null',
  'a message that is still being written': "select id from messages where status in ('PENDING', 'STREAMING')",
  'a message that ended otherwise than its run': `select messages.id from messages join runs on runs.message_id = messages.id
    where runs.status::text <> messages.status::text`,
  'an answer without its one run': `select messages.id from messages left join runs on runs.message_id = messages.id
    where role = 'ASSISTANT' group by messages.id having count(runs.id) <> 1`,
  'a question without an answer': `select question.id from messages question where role = 'USER'
    and not exists (select from messages answer where answer.parent_id = question.id)`,
  'a run that was not accounted for once': `select runs.id from runs
    left join token_usages on run_id = runs.id and request_type = 'CHAT' group by runs.id having count(token_usages.id) <> 1`,
  'a conversation that miscounts its messages': `select chat_sessions.id from chat_sessions
    where message_count <> (select count(*) from messages where session_id = chat_sessions.id)`,
  'a conversation that shows a message it has not': `select id from chat_sessions where active_leaf_id is not null
    and not exists (select from messages where messages.id = active_leaf_id and session_id = chat_sessions.id)`,
};

/**
 * Checks what must hold in a database whatever has happened, once every run is over: no run is open, each has a gapless
 * row of events with one end, its message has the text that these make, it was accounted for once.
 */
export async function assertInvariants(em: SqlEntityManager): Promise<void> {
  // What was logged is removed a moment after the last end.
  const logged = () => em.execute('select distinct segment_id from run_log_batches');
  await vi.waitFor(async () => expect(await logged()).toEqual([]), 5_000);
  const found: Record<string, string[]> = {};
  for (const [offence, query] of Object.entries(offences)) {
    const rows = await em.execute<{ id: string }[]>(query);
    if (rows.length > 0) found[offence] = rows.map(({ id }) => id);
  }
  expect(found).toEqual({});
  const runs = await em.find(Run, {}, { populate: ['layout'], disableIdentityMap: true });
  const parts = await findParts(
    em,
    runs.map(({ message }) => message.id),
  );
  for (const run of runs) assertEvents(run, parts.get(run.message.id) ?? []);
}

function assertEvents(run: Run, parts: readonly Part[]): void {
  const { id: runId, modelId, errorCode, errorMessage } = run;
  const facts = {
    runId,
    messageId: run.message.id,
    modelId,
    status: run.status as 'COMPLETED',
    errorCode,
    errorMessage,
  };
  const events = [...replayEvents(run.layout ?? [], parts, facts)];
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
  expect(events.filter(({ __typename }) => __typename === 'RunEnded')).toEqual([events.at(-1)]);
  expect(run.lastSequence).toBe(events.length - 1);
  expect(textOf(events.reduce<readonly Part[]>(foldRunEvents, []))).toBe(textOf(parts));
}
