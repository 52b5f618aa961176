import { batched } from '../../kernel/batch.ts';
import { requireViewer } from '../../kernel/request-context.ts';
import { ConversationSummary } from './conversation-summary.entity.ts';

/** The viewer’s summaries by id, without those whose messages were deleted. */
export const summariesById = batched<string, ConversationSummary>(async (context, ids) => {
  const summaries = await context.em.find(ConversationSummary, {
    id: { $in: [...ids] },
    session: { owner: requireViewer(context).id, deletedAt: null },
    message: { deletedAt: null },
  });
  return new Map(summaries.map((summary) => [summary.id, summary]));
});
