import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AnsweredRun } from '../../memory/index.ts';
import { Run, RunStatus } from './run.entity.ts';

/** The newest answer of a conversation that a model has written and nobody has deleted; null without one. */
export async function findLatestAnswer(em: SqlEntityManager, sessionId: string): Promise<AnsweredRun | null> {
  const run = await em.findOne(
    Run,
    {
      session: sessionId,
      status: { $in: [RunStatus.COMPLETED, RunStatus.CANCELLED] },
      endedAt: { $ne: null },
      message: { deletedAt: null },
    },
    { orderBy: { endedAt: 'desc', id: 'desc' } },
  );
  if (!run?.context) return null;
  const { id: runId, owner, session, message, modelId, context } = run;
  const { historyBudget } = context;
  return { runId, ownerId: owner.id, sessionId: session.id, messageId: message.id, modelId, historyBudget };
}
