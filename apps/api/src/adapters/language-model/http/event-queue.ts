import { withoutNul } from '../../../kernel/text.ts';
import type { ModelEvent } from '../../../ports/language-model.ts';

/** Where a decoder puts what a model says. */
export interface EventSink {
  text(delta: string): void;
  reasoning(delta: string): void;
  add(event: ModelEvent): void;
}

/**
 * Events between the socket and the consumer. Text that arrives before the consumer comes back for
 * more becomes one event, so a network read with a hundred tokens costs as much as one with a single token.
 *
 * Text leaves it storable: well-formed Unicode without NUL. A surrogate pair that a provider splits
 * over two tokens is put together again.
 */
export class EventQueue implements EventSink {
  #events: ModelEvent[] = [];
  #size = 0;

  /** Characters waiting to be taken. */
  get size(): number {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  text(delta: string): void {
    this.#append('text', delta);
  }

  reasoning(delta: string): void {
    this.#append('reasoning', delta);
  }

  add(event: ModelEvent): void {
    this.#events.push(event);
  }

  /** The next event, or undefined when nothing waits. */
  take(): ModelEvent | undefined {
    const event = this.#events[0];
    if (event === undefined) return undefined;
    if (event.type === 'text' || event.type === 'reasoning') return this.#takeDelta(event);
    this.#events.shift();
    return event;
  }

  clear(): void {
    this.#events = [];
    this.#size = 0;
  }

  #append(type: 'text' | 'reasoning', raw: string): void {
    const delta = withoutNul(raw);
    if (delta === '') return;
    this.#size += delta.length;
    const last = this.#events.at(-1);
    if (last?.type === type) last.delta += delta;
    else this.#events.push({ type, delta });
  }

  #takeDelta(event: Extract<ModelEvent, { delta: string }>): ModelEvent | undefined {
    const isLast = this.#events.length === 1;
    if (isLast && endsInHalfACharacter(event.delta)) {
      if (event.delta.length === 1) return undefined;
      const half = event.delta.slice(-1);
      this.#events[0] = { type: event.type, delta: half };
      this.#size = 1;
      return { type: event.type, delta: event.delta.slice(0, -1).toWellFormed() };
    }
    this.#events.shift();
    this.#size -= event.delta.length;
    return { type: event.type, delta: event.delta.toWellFormed() };
  }
}

function endsInHalfACharacter(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff;
}
