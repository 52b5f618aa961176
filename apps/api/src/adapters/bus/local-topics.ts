/** The subscribers of this instance. */
export class LocalTopics {
  readonly #topics = new Map<string, Set<(message: never) => void>>();

  /** Runs the listeners of a topic; those that join meanwhile wait for the next message. */
  deliver(topic: string, message: unknown): void {
    const listeners = this.#topics.get(topic);
    if (!listeners) return;
    if (listeners.size === 1) for (const listener of listeners) return listener(message as never);
    const present = [...listeners];
    for (const listener of present) if (listeners.has(listener)) listener(message as never);
  }

  /** @returns true when it is the first of its topic. */
  add(topic: string, listener: (message: never) => void): boolean {
    const listeners = this.#topics.get(topic);
    if (listeners) listeners.add(listener);
    else this.#topics.set(topic, new Set([listener]));
    return !listeners;
  }

  /** @returns true when it was the last of its topic. */
  remove(topic: string, listener: (message: never) => void): boolean {
    const listeners = this.#topics.get(topic);
    if (!listeners?.delete(listener) || listeners.size > 0) return false;
    this.#topics.delete(topic);
    return true;
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
