import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { notFound } from '../../kernel/errors.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { Message, messagesById } from '../chat/index.ts';
import { feedbackByMessage } from './feedback.loaders.ts';
import type { FeedbackService } from './feedback.service.ts';
import { SubmitFeedbackInput } from './feedback.type.ts';
import { MessageFeedback } from './message-feedback.entity.ts';

@Resolver(() => MessageFeedback)
export class FeedbackResolver {
  readonly #feedback: FeedbackService;

  constructor(feedback: FeedbackService) {
    this.#feedback = feedback;
  }

  @AccessFor('user')
  @Mutation(() => MessageFeedback, { description: 'Submits or updates the viewer’s feedback on an answer.' })
  submitFeedback(
    @Arg('input', () => SubmitFeedbackInput, { description: 'The answer and the feedback.' })
    input: SubmitFeedbackInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageFeedback> {
    return this.#feedback.submit(context.em, requireViewer(context), input);
  }

  @AccessFor('user')
  @Mutation(() => Boolean, {
    description: 'Deletes the viewer’s feedback on a message. Returns false when there was none.',
  })
  withdrawFeedback(
    @Arg('messageId', () => ID, { description: 'The message.' }) messageId: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    return this.#feedback.withdraw(context.em, requireViewer(context), messageId);
  }

  @FieldResolver(() => Message, { description: 'The answer it is about.' })
  async message(@Root() feedback: MessageFeedback, @Ctx() context: RequestContext): Promise<Message> {
    const message = await messagesById(context, feedback.message.id);
    if (!message) throw notFound('Message');
    return message;
  }
}

@Resolver(() => Message)
export class MessageFeedbackResolver {
  @FieldResolver(() => MessageFeedback, {
    nullable: true,
    description: 'The viewer’s feedback on the answer; null without feedback.',
  })
  feedback(@Root() message: Message, @Ctx() context: RequestContext): Promise<MessageFeedback | undefined> {
    return feedbackByMessage(context, message.id);
  }
}
