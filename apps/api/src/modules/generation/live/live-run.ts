import type { RunEvent } from '@parley/run-events';
import type { GenerationSettings } from '../../../ports/language-model.ts';
import type { RunSpec } from '../run/run-spec.ts';
import { RunRecorder } from './run-recorder.ts';

/** Why a run is stopped before the model is done. */
export class RunStopped extends Error {
  readonly status: 'CANCELLED' | 'INTERRUPTED';

  constructor(status: 'CANCELLED' | 'INTERRUPTED') {
    super(status === 'CANCELLED' ? 'Stopped.' : 'The server is shutting down.');
    this.status = status;
  }
}

/** A run this instance is generating. */
export class LiveRun {
  readonly spec: RunSpec;
  readonly recorder: RunRecorder;
  /** The parameters that the model was really sent; null where its provider does not say. */
  sent: GenerationSettings | null = null;
  /** Resolves when the run has ended and its end is told. */
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();
  readonly #watchers = new Map<() => void, number>();
  #markEnded!: () => void;
  #firstTokenAt: number | null = null;

  constructor(spec: RunSpec, publish: (event: RunEvent) => void) {
    this.spec = spec;
    const { runId: id, messageId, segmentId } = spec;
    this.recorder = new RunRecorder({ id, messageId, segmentId }, publish);
    this.ended = new Promise((resolve) => (this.#markEnded = resolve));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  stop(status: 'CANCELLED' | 'INTERRUPTED'): void {
    this.#abort.abort(new RunStopped(status));
  }

  /**
   * Calls back when it is not known how the run ended, nor will be for a while: the database cannot be reached.
   * @returns stops that.
   */
  onUnknownEnd(listener: () => void): () => void {
    this.#watchers.set(listener, performance.now());
    return () => void this.#watchers.delete(listener);
  }

  /** Nobody is left waiting for an end for longer than this, in milliseconds. */
  dismissWatchers(patience: number): void {
    const now = performance.now();
    for (const [listener, since] of this.#watchers) if (now - since >= patience) listener();
  }

  markEnded(): void {
    this.#markEnded();
  }

  /** @returns true the first time. */
  markFirstToken(): boolean {
    if (this.#firstTokenAt !== null) return false;
    this.#firstTokenAt = performance.now();
    return true;
  }

  get timeToFirstTokenMs(): number | null {
    return this.#firstTokenAt === null ? null : Math.round(this.#firstTokenAt - this.spec.requestedAt);
  }

  get durationMs(): number {
    return Math.round(performance.now() - this.spec.requestedAt);
  }
}
