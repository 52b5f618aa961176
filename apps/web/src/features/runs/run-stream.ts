import type { CitationFieldsFragment, ErrorCode, MessageFieldsFragment, RunEventsSubscription } from '@parley/graphql';
import { foldAll, type FoldableEvent, type Part, type RunEndStatus } from '@parley/run-events';
import { shallowRef, type ShallowRef } from 'vue';

/** An event as it arrives: numbered, and complete enough to fold. */
export type StreamedEvent = RunEventsSubscription['runEvents'];

/** How a run ended. */
export interface RunOutcome {
  status: RunEndStatus;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  /** The message as it was stored. */
  message: MessageFieldsFragment;
}

/** What is known of a run while it is watched. */
export interface RunState {
  parts: readonly Part[];
  /** The passages the answer is given. */
  citations: readonly CitationFieldsFragment[];
  outcome: RunOutcome | null;
  /** The run cannot be watched (any more), in the words of the server. */
  failure: string | null;
  /** Milliseconds each reasoning part took, as seen here. */
  reasoningMs: Readonly<Record<string, number>>;
}

/** What a query says of a run: as much as is known of it there, and its outcome when it has ended. */
export interface RunSnapshot {
  parts: readonly Part[];
  citations: readonly CitationFieldsFragment[];
  outcome: RunOutcome | null;
}

/** Receives what one subscription brings. */
export interface RunSink {
  next(event: StreamedEvent): void;
  /** The server ended the subscription; with its words when it refused it, and whether asking again is of use. */
  end(refusal: string | null, isFinal?: boolean): void;
}

export interface RunStreamPorts {
  /** Subscribes to the events after a sequence number; gives the way to stop. */
  subscribe(after: number, sink: RunSink): () => void;
  /** Calls back once before the next frame is drawn. */
  onNextFrame(callback: () => void): void;
  /** Calls back after a wait that grows with the attempts. */
  afterWait(attempt: number, callback: () => void): () => void;
  now(): number;
}

const emptyState: RunState = { parts: [], citations: [], outcome: null, failure: null, reasoningMs: {} };

/**
 * Watches one run: drops what it has seen, subscribes again from its cursor where something is missing, and
 * folds what arrived once per frame.
 */
export class RunStream {
  readonly state: ShallowRef<RunState> = shallowRef(emptyState);
  readonly #ports: RunStreamPorts;
  #last = -1;
  /** What the events make; what is shown may be longer, when it was read otherwise. */
  #folded: readonly Part[] = [];
  #lastEventAt: number;
  #gapAfter: number | null = null;
  #pending: StreamedEvent[] = [];
  #reasoningSince = new Map<string, number>();
  #stop: (() => void) | null = null;
  #cancelWait: (() => void) | null = null;
  #attempt = 0;

  constructor(ports: RunStreamPorts) {
    this.#ports = ports;
    this.#lastEventAt = ports.now();
  }

  /** Sequence number of the last event that was taken, -1 before the first. */
  get cursor(): number {
    return this.#last;
  }

  /** When the last event arrived. */
  get lastEventAt(): number {
    return this.#lastEventAt;
  }

  /** Whether it is being watched and has not ended. */
  get isWaiting(): boolean {
    return (this.#stop !== null || this.#cancelWait !== null) && !this.#isOver();
  }

  /**
   * Takes what was read of the run by other means than the subscription.
   * @returns whether it was more than what the subscription has brought.
   */
  take(snapshot: RunSnapshot): boolean {
    if (this.#isOver()) return false;
    const { parts, citations, outcome } = this.state.value;
    const isAhead = snapshot.outcome !== null || lengthOf(snapshot.parts) > lengthOf(this.#folded);
    if (snapshot.outcome !== null) this.pause();
    this.state.value = {
      ...this.state.value,
      parts: longer(parts, snapshot.parts),
      citations: snapshot.citations.length > citations.length ? snapshot.citations : citations,
      outcome: snapshot.outcome ?? outcome,
      failure: null,
    };
    return isAhead;
  }

  /** Begins, or goes on, watching from the cursor. Does nothing after the end. */
  start(): void {
    this.pause();
    if (this.#isOver()) return;
    let isCurrent = true;
    const stop = this.#ports.subscribe(this.#last, {
      next: (event) => isCurrent && this.#takeEvent(event),
      end: (refusal, isFinal) => isCurrent && this.#ended(refusal, isFinal === true),
    });
    this.#stop = () => {
      isCurrent = false;
      stop();
    };
  }

  /** Stops watching; `start` goes on where this left off. */
  pause(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#stop?.();
    this.#stop = null;
  }

  #isOver(): boolean {
    return this.state.value.outcome !== null || this.#pending.at(-1)?.__typename === 'RunEnded';
  }

  #takeEvent(event: StreamedEvent): void {
    // A server that was killed may have forgotten its last, undurable events: its end has a number we know already.
    const isEnd = event.__typename === 'RunEnded';
    if (event.sequence <= this.#last && !isEnd) return;
    const isGap = event.sequence > this.#last + 1;
    // A second gap at the same place is how the log is (it was compacted), not something that was lost.
    if (isGap && this.#gapAfter !== this.#last) {
      this.#gapAfter = this.#last;
      this.start();
      return;
    }
    this.#last = event.sequence;
    this.#lastEventAt = this.#ports.now();
    this.#attempt = 0;
    this.#pending.push(event);
    this.#ports.onNextFrame(() => this.#fold());
    if (isEnd) this.pause();
  }

  #ended(refusal: string | null, isFinal: boolean): void {
    this.#stop = null;
    if (this.#isOver()) return;
    if (refusal !== null) this.state.value = { ...this.state.value, failure: refusal };
    if (isFinal) return;
    this.#cancelWait = this.#ports.afterWait(this.#attempt++, () => this.start());
  }

  #fold(): void {
    const events = this.#pending;
    if (events.length === 0) return;
    this.#pending = [];
    const last = events.at(-1)!;
    this.#folded = foldAll(this.#folded, events as FoldableEvent[]);
    const parts = longer(this.#folded, this.state.value.parts);
    this.state.value = {
      parts,
      citations: withCitations(this.state.value.citations, events),
      outcome: last.__typename === 'RunEnded' ? outcomeOf(last) : null,
      failure: null,
      reasoningMs: this.#measureReasoning(parts, last),
    };
  }

  #measureReasoning(parts: readonly Part[], last: StreamedEvent): RunState['reasoningMs'] {
    const known = this.state.value.reasoningMs;
    const part = parts.findLast(({ type }) => type === 'reasoning');
    if (part === undefined || part.id in known) return known;
    const since = this.#reasoningSince.get(part.id) ?? this.#ports.now();
    this.#reasoningSince.set(part.id, since);
    const isDone = part !== parts.at(-1) || last.__typename === 'RunEnded';
    return isDone ? { ...known, [part.id]: this.#ports.now() - since } : known;
  }
}

/** How much parts hold; they only ever grow while a run goes on. */
function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : isAnswered(part) ? 2 : 1), 0);
}

function isAnswered(part: Part): boolean {
  return part.type === 'tool' && (part.result !== null || part.error !== null);
}

function longer(first: readonly Part[], second: readonly Part[]): readonly Part[] {
  return lengthOf(first) >= lengthOf(second) ? first : second;
}

/** Keeps its identity where nothing was added: what shows it need not be drawn again. */
function withCitations(
  known: readonly CitationFieldsFragment[],
  events: readonly StreamedEvent[],
): readonly CitationFieldsFragment[] {
  const added = events.flatMap((event) => (event.__typename === 'CitationAdded' ? [event.citation] : []));
  return added.length === 0 ? known : [...known, ...added];
}

function outcomeOf(event: Extract<StreamedEvent, { __typename: 'RunEnded' }>): RunOutcome {
  const { errorCode, errorMessage, message } = event;
  return { status: event.status as RunEndStatus, errorCode, errorMessage, message };
}
