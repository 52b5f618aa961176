import type { RunEvent } from '@parley/run-events';
import type { RunRecorder } from './run-recorder.ts';

/** How long further requests are waited for, in milliseconds: many who come back at once get one answer. */
const COLLECT = 10;

/** Tells those who follow a run on another instance what is in memory and perhaps not on disk yet. */
export class TailResender {
  readonly #recorder: RunRecorder;
  readonly #publish: (event: RunEvent) => void;
  #after: number | null = null;

  constructor(recorder: RunRecorder, publish: (event: RunEvent) => void) {
    this.#recorder = recorder;
    this.#publish = publish;
  }

  /** Publishes again, in a moment, what is remembered after a cursor; who has it already ignores it. */
  resend(after: number): void {
    if (this.#after === null) setTimeout(() => this.#resendNow(), COLLECT);
    this.#after = Math.min(after, this.#after ?? Infinity);
  }

  #resendNow(): void {
    const after = this.#after ?? Infinity;
    this.#after = null;
    for (const event of this.#recorder.rememberedAfter(after)) this.#publish(event);
  }
}
