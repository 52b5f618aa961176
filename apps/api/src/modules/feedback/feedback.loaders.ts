import { batched } from '../../kernel/batch.ts';
import { requireViewer } from '../../kernel/request-context.ts';
import { MessageFeedback } from './message-feedback.entity.ts';

/** The viewer’s own feedback by message. */
export const feedbackByMessage = batched<string, MessageFeedback>(async (context, messageIds) => {
  const mine = { message: { $in: [...messageIds] }, user: requireViewer(context).id };
  const rows = await context.em.find(MessageFeedback, mine);
  return new Map(rows.map((feedback) => [feedback.message.id, feedback]));
});
