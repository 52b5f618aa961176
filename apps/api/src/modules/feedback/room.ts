import { defineRoom } from '../../room.ts';
import { chatRoom } from '../chat/room.ts';
import { FeedbackResolver, MessageFeedbackResolver } from './feedback.resolver.ts';
import { FeedbackService } from './feedback.service.ts';
import { MessageFeedback } from './message-feedback.entity.ts';
import { feedbackBytes } from './text-use.ts';

/** What people think of answers. */
export const feedbackRoom = defineRoom({
  name: 'feedback',
  entities: [MessageFeedback],
  resolvers: [FeedbackResolver, MessageFeedbackResolver],
  create({ add, use }) {
    add(new FeedbackResolver(add(new FeedbackService(use(chatRoom).chat))));
    return {
      storedBytes: async (em, ownerId) => ({ text: await feedbackBytes(em, ownerId) }),
    };
  },
});
