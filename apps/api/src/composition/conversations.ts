import type { Config } from '../config.ts';
import { ChatService, ChatSessionResolver, SessionEvents, Trash } from '../modules/chat/index.ts';
import { FeedbackResolver, FeedbackService, MessageFeedbackResolver } from '../modules/feedback/index.ts';
import { MessageSearch, MessageSearchResolver } from '../modules/search/index.ts';
import {
  SessionUsageResolver,
  UsageReportResolver,
  UsageRollup,
  UsageService,
  UserUsageResolver,
} from '../modules/usage/index.ts';
import type { Services } from '../services.ts';
import type { Adapters } from './adapters.ts';
import type { People } from './people.ts';

export type Conversations = ReturnType<typeof composeConversations>;

/** Conversations, and what is kept around them: accounts, feedback, search. */
export function composeConversations(services: Services, adapters: Adapters, people: People, config: Config) {
  const { bus, fork, metrics } = adapters;
  const { catalogue, preferences, prices } = people;
  const sessions = services.add(new SessionEvents(bus));
  const chat = services.add(
    new ChatService(
      {
        of: async (em, viewerId) => {
          const { defaultModelId, parameters, systemPrompt } = await preferences.preferencesOf(em, viewerId);
          return { modelId: await catalogue.defaultModelId(defaultModelId), parameters, systemPrompt };
        },
        checkModel: (modelId) => {
          catalogue.resolve(modelId);
          return { maxOutputTokens: catalogue.maxOutputTokens(modelId) };
        },
      },
      sessions,
    ),
  );
  const trash = services.add(new Trash(fork, config.TRASH_DAYS));
  const usage = services.add(new UsageService(prices, undefined, metrics));
  const usageRollup = services.add(new UsageRollup(fork));
  services.add(new ChatSessionResolver(chat));
  services.add(new UsageReportResolver(usage));
  services.add(new SessionUsageResolver());
  services.add(new UserUsageResolver(usage));
  services.add(new FeedbackResolver(services.add(new FeedbackService(chat))));
  services.add(new MessageFeedbackResolver());
  services.add(new MessageSearchResolver(new MessageSearch()));
  return { chat, sessions, trash, usage, usageRollup };
}
