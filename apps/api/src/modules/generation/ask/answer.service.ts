import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { badInput, ParleyError } from '../../../kernel/errors.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import { type ChatService, findParts, Message, MessageRole } from '../../chat/index.ts';
import type { ContinueMessageInput, RegenerateMessageInput } from './send-message.type.ts';
import { Run } from '../run/run.entity.ts';
import type { AnswerOptions, TurnStarter } from './turn-starter.ts';
import { findAskedQuestion, assertIdle, type Turn } from './turn-repository.ts';

/** Asking for another answer to a question. Returns when it is committed; the answer is written afterwards. */
export class AnswerService {
  readonly #chat: ChatService;
  readonly #turns: TurnStarter;

  constructor(chat: ChatService, turns: TurnStarter) {
    this.#chat = chat;
    this.#turns = turns;
  }

  /** Answers the same question again, as a sibling. */
  async regenerate(em: SqlEntityManager, viewer: Viewer, input: RegenerateMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const answer = await this.#findAnswer(em, viewer, input.messageId);
    return this.#answerAgain(em, viewer, answer, input, null, requestedAt);
  }

  /** Writes on where an unfinished answer stopped, as a sibling that starts with its text. */
  async continue(em: SqlEntityManager, viewer: Viewer, input: ContinueMessageInput): Promise<Turn> {
    const requestedAt = performance.now();
    const answer = await this.#findAnswer(em, viewer, input.messageId);
    const run = await em.findOne(Run, { message: answer.id });
    if (answer.status === 'PENDING' || answer.status === 'STREAMING') {
      throw new ParleyError('RUN_IN_PROGRESS', 'This answer is still being written.');
    }
    if (answer.status === 'COMPLETED' && run?.finishReason === 'stop') {
      throw badInput('messageId', 'This answer is complete. Ask a question or regenerate it.');
    }
    const text = textOf((await findParts(em, [answer.id])).get(answer.id) ?? []);
    return this.#answerAgain(em, viewer, answer, input, text === '' ? null : text, requestedAt);
  }

  async #answerAgain(
    em: SqlEntityManager,
    viewer: Viewer,
    answer: Message,
    asked: AnswerOptions,
    continued: string | null,
    requestedAt: number,
  ): Promise<Turn> {
    return this.#turns.transact(em, viewer, requestedAt, async (tx) => {
      const session = await this.#chat.lockSession(tx, viewer, answer.session.id);
      await assertIdle(tx, session);
      const question = await tx.findOneOrFail(Message, { id: answer.parentId! });
      const usual = answer.modelId ?? session.modelId;
      const { parts, ...words } = await findAskedQuestion(tx, question);
      const plan = { ...(await this.#turns.plan(tx, viewer, session, asked, usual, words)), continued };
      return { session, question, questionParts: parts, plan };
    });
  }

  async #findAnswer(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Message> {
    const message = await this.#chat.findMessage(em, viewer, id);
    if (message.role !== MessageRole.ASSISTANT)
      throw badInput('messageId', 'messageId must be an answer, not a question.');
    return message;
  }
}
