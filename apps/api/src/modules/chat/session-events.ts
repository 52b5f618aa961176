import type { Bus } from '../../ports/bus.ts';

/** Something about a conversation changed that lists and other tabs show. */
export interface SessionChange {
  sessionId: string;
}

/** Tells every instance about changed conversations. Publish after the commit, never before. */
export class SessionEvents {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  publish(ownerId: string, sessionId: string): void {
    this.#bus.publish<SessionChange>(topicOf(ownerId), { sessionId });
  }

  /** @param missed called when changes made on other instances may have been missed. */
  subscribe(ownerId: string, listener: (change: SessionChange) => void, missed: () => void): () => void {
    return this.#bus.subscribe<SessionChange>(topicOf(ownerId), listener, missed);
  }
}

const topicOf = (ownerId: string): string => `user:${ownerId}:sessions`;
