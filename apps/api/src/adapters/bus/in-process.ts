import type { Bus } from '../../ports/bus.ts';
import { LocalTopics } from './local-topics.ts';

/** Delivers within this process, at once: subscribers have run when `publish` returns. */
export function createInProcessBus(): Bus {
  const topics = new LocalTopics();
  return {
    publish: (topic, message) => topics.deliver(topic, message),
    subscribe: (topic, listener) => {
      // The same function may subscribe twice.
      const subscriber = (message: never): void => listener(message);
      topics.add(topic, subscriber);
      return () => void topics.remove(topic, subscriber);
    },
    isHealthy: () => true,
    close: async () => topics.clear(),
  };
}
