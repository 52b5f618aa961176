import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { submitFeedbackInput } from '@parley/inputs';
import { checkInput } from '../../graphql/check-input.ts';
import { badInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { type ChatService, type Message, MessageRole } from '../chat/index.ts';
import { requireSubstance } from './feedback.rules.ts';
import type { SubmitFeedbackInput } from './feedback.type.ts';
import { MessageFeedback } from './message-feedback.entity.ts';

/** What people think of answers: one opinion per person and message. */
export class FeedbackService {
  readonly #chat: Pick<ChatService, 'findMessage'>;

  constructor(chat: Pick<ChatService, 'findMessage'>) {
    this.#chat = chat;
  }

  /**
   * Says something about an answer, or something else than before; an administrator sees it as new then.
   * @throws ParleyError NOT_FOUND for a message that is not the viewer’s, BAD_USER_INPUT for one that is
   * no answer, or for what cannot be said.
   */
  async submit(em: SqlEntityManager, viewer: Viewer, input: SubmitFeedbackInput): Promise<MessageFeedback> {
    const { messageId, ...given } = checkInput(submitFeedbackInput, input);
    const message = await this.#findAnswer(em, viewer, messageId);
    return em.transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      // Of several at once one makes the row and the others wait for it.
      await tx.execute(
        `insert into message_feedback (id, created_at, message_id, user_id, categories, is_reviewed)
        values (?, now(), ?, ?, '[]', false) on conflict (message_id, user_id) do nothing`,
        [newId(), message.id, viewer.id],
      );
      const mine = { message: message.id, user: viewer.id };
      const feedback = await tx.findOneOrFail(MessageFeedback, mine, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
        refresh: true,
      });
      Object.assign(feedback, given, { isReviewed: false });
      requireSubstance(feedback);
      return feedback;
    });
  }

  /** @returns false when there was nothing to take back. */
  async withdraw(em: SqlEntityManager, viewer: Viewer, messageId: string): Promise<boolean> {
    const message = await this.#chat.findMessage(em, viewer, messageId);
    return (await em.nativeDelete(MessageFeedback, { message: message.id, user: viewer.id })) > 0;
  }

  async #findAnswer(em: SqlEntityManager, viewer: Viewer, messageId: string): Promise<Message> {
    const message = await this.#chat.findMessage(em, viewer, messageId);
    if (message.role !== MessageRole.ASSISTANT)
      throw badInput('messageId', 'messageId must be an answer of the assistant.');
    return message;
  }
}
