type Listener = (message: never) => void;

/** The subscribers of this instance. */
export class LocalTopics {
  /** Most topics have one listener, and that is told for every token: it stands here itself. */
  readonly #topics = new Map<string, Listener | Set<Listener>>();

  /** Runs the listeners of a topic; those that join meanwhile wait for the next message. */
  deliver(topic: string, message: unknown): void {
    const listeners = this.#topics.get(topic);
    if (!listeners) return;
    if (typeof listeners === 'function') return listeners(message as never);
    const present = [...listeners];
    for (const listener of present) if (listeners.has(listener)) listener(message as never);
  }

  /** @returns true when it is the first of its topic. */
  add(topic: string, listener: Listener): boolean {
    const listeners = this.#topics.get(topic);
    if (!listeners) this.#topics.set(topic, listener);
    else if (typeof listeners === 'function') this.#topics.set(topic, new Set([listeners, listener]));
    else listeners.add(listener);
    return !listeners;
  }

  /** @returns true when it was the last of its topic. */
  remove(topic: string, listener: Listener): boolean {
    const listeners = this.#topics.get(topic);
    if (listeners instanceof Set ? !listeners.delete(listener) || listeners.size > 0 : listeners !== listener) {
      return false;
    }
    return this.#topics.delete(topic);
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  names(): string[] {
    return [...this.#topics.keys()];
  }

  clear(): void {
    this.#topics.clear();
  }
}
