import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import { attachResolved } from '../../kernel/resolved-fields.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import type { AnswerService } from './ask/answer.service.ts';
import {
  ContinueMessageInput,
  EditMessageInput,
  RegenerateMessageInput,
  SendMessageInput,
  SendMessagePayload,
} from './ask/send-message.type.ts';
import type { QuestionService } from './ask/question.service.ts';
import type { DrainGate } from './produce/drain-gate.ts';
import type { Turn } from './ask/turn-repository.ts';

@Resolver()
export class GenerationResolver {
  readonly #questions: QuestionService;
  readonly #answers: AnswerService;
  readonly #limiter: RateLimiter;
  readonly #admission: DrainGate;

  constructor(questions: QuestionService, answers: AnswerService, limiter: RateLimiter, admission: DrainGate) {
    this.#admission = admission;
    this.#questions = questions;
    this.#answers = answers;
    this.#limiter = limiter;
  }

  @Costs('its own')
  @AccessFor('user')
  @Mutation(() => SendMessagePayload, {
    description: 'Sends a message and starts a run for its answer. Follow it with `runEvents`.',
  })
  async sendMessage(
    @Arg('input', () => SendMessageInput, { description: 'The question.' }) input: SendMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<SendMessagePayload> {
    const viewer = requireViewer(context);
    return this.#take(context, () => {
      // What has to be read is read meanwhile.
      const admission = this.#limiter.consume('chat', { userId: viewer.id, address: context.address });
      return this.#questions.send(context.em, viewer, input, admission);
    });
  }

  @Costs('chat')
  @AccessFor('user')
  @Mutation(() => SendMessagePayload, {
    description: 'Regenerates an answer, with the same or another model.',
  })
  async regenerateMessage(
    @Arg('input', () => RegenerateMessageInput, { description: 'The answer to continue, and its options.' })
    input: RegenerateMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<SendMessagePayload> {
    const viewer = requireViewer(context);
    return this.#take(context, () => this.#answers.regenerate(context.em, viewer, input));
  }

  @Costs('chat')
  @AccessFor('user')
  @Mutation(() => SendMessagePayload, {
    description: 'Edits a user message and answers it. The original is kept as another version.',
  })
  async editMessage(
    @Arg('input', () => EditMessageInput, { description: 'The message to edit, and its new text.' })
    input: EditMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<SendMessagePayload> {
    const viewer = requireViewer(context);
    return this.#take(context, () => this.#questions.edit(context.em, viewer, input));
  }

  @Costs('chat')
  @AccessFor('user')
  @Mutation(() => SendMessagePayload, {
    description:
      'Continues an interrupted, cancelled or failed answer where it stopped, as a sibling that starts with the same text.',
  })
  async continueMessage(
    @Arg('input', () => ContinueMessageInput, { description: 'The answer to continue, and its options.' })
    input: ContinueMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<SendMessagePayload> {
    const viewer = requireViewer(context);
    return this.#take(context, () => this.#answers.continue(context.em, viewer, input));
  }

  async #take({ since }: RequestContext, work: () => Promise<Turn>): Promise<SendMessagePayload> {
    return toPayload(await this.#admission.take(since, work));
  }
}

/** What was just written is in hand: a database that is busy now must not make it look as if it had not been saved. */
function toPayload({ session, question, questionParts, answer, run }: Turn): SendMessagePayload {
  if (questionParts) {
    attachResolved(question, { parts: questionParts, session });
    attachResolved(answer, { parts: [], parent: question, session, run });
    attachResolved(run, { message: answer, session });
    attachResolved(session, { activeRun: run });
  }
  return { session, userMessage: question, assistantMessage: answer, run };
}
