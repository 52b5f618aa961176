import { foldRunEvents, type Part, type RunEvent } from '@parley/run-events';
import { newId } from '../../../kernel/ids.ts';
import { TextBuffer } from './text-buffer.ts';

type TextType = 'text' | 'reasoning';

/** The parts of a message that is being written: folded like everywhere, but the growing text is appended in place. */
export class PartsBuilder {
  /** All parts but the open one. */
  #closed: readonly Part[] = [];
  #open: { type: TextType; id: string; text: TextBuffer } | null = null;

  /** The part a delta of this type belongs to: the last one if it is of the same type, else a new one. */
  idFor(type: TextType): string {
    return this.#open?.type === type ? this.#open.id : newId();
  }

  /** Makes reasoning of the open text. @returns its id; null when no text is open. */
  rethink(): string | null {
    if (this.#open?.type !== 'text') return null;
    this.#open.type = 'reasoning';
    return this.#open.id;
  }

  append(type: TextType, id: string, delta: string): void {
    if (this.#open?.id !== id) {
      this.#close();
      this.#open = { type, id, text: new TextBuffer() };
    }
    this.#open.text.append(delta);
  }

  /** Folds an event that makes or changes a part of its own. */
  fold(event: RunEvent): void {
    this.#close();
    this.#closed = foldRunEvents(this.#closed, event);
  }

  all(): readonly Part[] {
    return this.#open ? [...this.#closed, { ...this.#open, text: this.#open.text.toString() }] : this.#closed;
  }

  #close(): void {
    this.#closed = this.all();
    this.#open = null;
  }
}
