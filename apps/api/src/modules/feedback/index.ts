import { FeedbackResolver, MessageFeedbackResolver } from './feedback.resolver.ts';

export { FeedbackResolver, MessageFeedbackResolver } from './feedback.resolver.ts';
export { FeedbackService } from './feedback.service.ts';
export { feedbackBytes } from './text-use.ts';

export const feedbackResolvers = [FeedbackResolver, MessageFeedbackResolver] as const;
