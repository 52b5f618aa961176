import { batched } from '../../kernel/batch.ts';
import { requireViewer } from '../../kernel/request-context.ts';
import { RequestType, TokenUsage } from './token-usage.entity.ts';
import { sessionTotals } from './usage-report.ts';
import type { Totals } from './usage.rules.ts';

/** The viewer’s usage by conversation. */
export const usageBySession = batched<string, Totals>((context, sessionIds) =>
  sessionTotals(context.em, requireViewer(context).id, sessionIds),
);

/** What the model was called with for each of the viewer’s runs: the answer itself, not its title. */
export const runUsage = batched<string, TokenUsage>(async (context, runIds) => {
  const rows = await context.em.find(
    TokenUsage,
    { runId: { $in: [...runIds] }, requestType: RequestType.CHAT, user: requireViewer(context).id },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  return new Map(rows.map((usage) => [usage.runId!, usage]));
});
