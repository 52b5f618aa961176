import { batched } from '../../../kernel/batch.ts';
import { Run } from './run.entity.ts';

/** The run that wrote each message. */
export const runsByMessage = batched<string, Run>(async ({ em }, messageIds) => {
  const runs = await em.find(Run, { message: { $in: [...messageIds] } });
  return new Map(runs.map((run) => [run.message.id, run]));
});

/** The run in progress of each conversation. */
export const activeRuns = batched<string, Run>(async ({ em }, sessionIds) => {
  const runs = await em.find(
    Run,
    { session: { $in: [...sessionIds] }, endedAt: null },
    { orderBy: { createdAt: 'asc' } },
  );
  return new Map(runs.map((run) => [run.session.id, run]));
});
