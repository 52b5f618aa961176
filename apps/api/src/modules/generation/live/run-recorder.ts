import type { Part, RunEvent } from '@parley/run-events';
import { newId } from '../../../kernel/ids.ts';
import type { ModelEvent } from '../../../ports/language-model.ts';
import type { LogTail } from '../log/run-log.ts';
import type { GivenCitation, RunEnd } from '../run/finished-run.ts';
import { PartsBuilder } from './parts-builder.ts';
import { type EventLayout, EventLayoutBuilder } from '../run/event-layout.rules.ts';
import { toolArguments } from './tool-arguments.rules.ts';

/** Events kept in memory after they are on disk, so that a subscriber who comes early needs no query. */
const KEPT_EVENTS = 16;

type Unnumbered<E> = E extends RunEvent ? Omit<E, 'runId' | 'sequence'> : never;
type Delta = Extract<RunEvent, { delta: string }>;

/**
 * The single writer of a run: numbers its events from 0, folds them into parts, hands each to `publish` at once
 * and keeps it until the log has it.
 */
export class RunRecorder implements LogTail {
  readonly runId: string;
  readonly segmentId: string;
  readonly #messageId: string;
  readonly #publish: (event: RunEvent) => void;
  readonly #layout = new EventLayoutBuilder();
  readonly #parts = new PartsBuilder();
  readonly #citations: GivenCitation[] = [];
  #hasPrefix = false;
  #kept: RunEvent[] = [];
  #next = 0;
  /** Numbers below this are on disk; numbers below `#flushing` are on their way there. */
  #durable = 0;
  #flushing = 0;

  constructor(run: { id: string; messageId: string; segmentId: string }, publish: (event: RunEvent) => void) {
    this.runId = run.id;
    this.segmentId = run.segmentId;
    this.#messageId = run.messageId;
    this.#publish = publish;
  }

  get parts(): readonly Part[] {
    return this.#parts.all();
  }

  get citations(): readonly GivenCitation[] {
    return this.#citations;
  }

  get lastSequence(): number {
    return this.#next - 1;
  }

  start(modelId: string): void {
    this.#keep(this.#number({ __typename: 'RunStarted', messageId: this.#messageId, modelId }));
  }

  /** A chunk the answer may be made of; comes before any text. */
  cite({ number, chunkId, score }: GivenCitation): void {
    const event = this.#number({ __typename: 'CitationAdded', number, chunkId, score });
    this.#citations.push({ number, chunkId, score });
    this.#keep(event);
  }

  /** Writes text that was there before the run: the answer it continues. */
  prefix(text: string): void {
    this.#hasPrefix = true;
    this.#delta('text', text);
  }

  add(event: Exclude<ModelEvent, { type: 'finish' }>): void {
    if (event.type === 'toolCall') this.#unknownTool(event.name, event.arguments);
    else if (event.type === 'textWasReasoning') this.#rethink();
    else if (event.delta !== '') this.#delta(event.type, event.delta);
  }

  /**
   * The last event and the layout of all; publishes nothing: the end is told only after it is committed.
   */
  end(end: RunEnd): { event: RunEvent; layout: EventLayout } {
    const event = this.#number({ __typename: 'RunEnded', ...end, messageId: this.#messageId });
    return { event, layout: this.#layout.build() };
  }

  /** Events after `after` as far back as memory reaches; null when older ones must be read from the log. */
  eventsAfter(after: number): readonly RunEvent[] | null {
    const first = this.#kept[0]?.sequence ?? this.#next;
    if (after + 1 < first) return null;
    return this.#kept.slice(after + 1 - first);
  }

  /** Events after `after` that are still in memory: not all, when older ones are only in the log. */
  rememberedAfter(after: number): readonly RunEvent[] {
    return this.#kept.slice(Math.max(0, this.#indexOf(after + 1)));
  }

  /** Events the log may not have yet. */
  unwritten(): readonly RunEvent[] {
    return this.#kept.slice(this.#indexOf(this.#durable));
  }

  begin(): readonly RunEvent[] {
    this.#flushing = this.#next;
    return this.unwritten();
  }

  confirm(): void {
    this.#durable = this.#flushing;
    const surplus = Math.min(this.#indexOf(this.#durable), this.#kept.length - KEPT_EVENTS);
    if (surplus > 0) this.#kept = this.#kept.slice(surplus);
  }

  /** Where the event with a number is, or would be, among those in memory. */
  #indexOf(sequence: number): number {
    return sequence - (this.#kept[0]?.sequence ?? sequence);
  }

  /** The text so far was reasoning; one that goes on another answer is left as it is. */
  #rethink(): void {
    const partId = this.#hasPrefix ? null : this.#parts.rethink();
    if (partId !== null) this.#keep(this.#number({ __typename: 'ReasoningDelta', partId, delta: '' }));
  }

  #delta(type: 'text' | 'reasoning', delta: string): void {
    const partId = this.#parts.idFor(type);
    const __typename = type === 'text' ? 'TextDelta' : 'ReasoningDelta';
    // Written out: this is made for every token, and a copied object costs ten times as much.
    const event: Delta = { __typename, runId: this.runId, sequence: this.#next++, partId, delta };
    this.#parts.append(type, partId, delta);
    this.#layout.add(event);
    this.#keep(event);
  }

  /** No tools were offered, so any call is the model's invention; it is shown with its error. */
  #unknownTool(toolName: string, argumentText: string): void {
    const partId = newId();
    this.#tool({ __typename: 'ToolCalled', partId, toolName, arguments: toolArguments(argumentText) });
    const error = `There is no tool named “${toolName}” in this conversation.`;
    this.#tool({ __typename: 'ToolAnswered', partId, result: null, error });
  }

  #tool(unnumbered: Unnumbered<RunEvent>): void {
    const event = this.#number(unnumbered);
    this.#parts.fold(event);
    this.#keep(event);
  }

  #keep(event: RunEvent): void {
    this.#kept.push(event);
    this.#publish(event);
  }

  #number(unnumbered: Unnumbered<RunEvent>): RunEvent {
    const event = { ...unnumbered, runId: this.runId, sequence: this.#next++ } as RunEvent;
    this.#layout.add(event);
    return event;
  }
}
