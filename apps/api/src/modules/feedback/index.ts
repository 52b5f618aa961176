export { FeedbackResolver, MessageFeedbackResolver } from './feedback.resolver.ts';
export { FeedbackService } from './feedback.service.ts';
