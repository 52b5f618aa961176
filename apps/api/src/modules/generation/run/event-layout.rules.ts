import type { Part, RunEvent } from '@parley/run-events';

/**
 * How the events of an ended run were cut out of its message's parts, in order. With the parts it gives back
 * every event with its number, without keeping any text twice: about two bytes per delta.
 */
export type EventLayout = LayoutItem[];

type LayoutItem =
  | { kind: 'started' }
  | { kind: 'citation'; number: number; chunkId: string; score: number }
  /** Successive deltas of one part, as their lengths in UTF-16 units: "4,3,12". */
  | { kind: 'deltas'; part: number; lengths: string }
  | { kind: 'called'; part: number }
  | { kind: 'answered'; part: number }
  | { kind: 'ended' };

/** What the events say that is kept with the run and not in its parts. */
export interface EndedRun {
  runId: string;
  messageId: string;
  modelId: string;
  status: 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' | 'FAILED';
  errorCode: string | null;
  errorMessage: string | null;
}

/** Collects the layout while a run is recorded. */
export class EventLayoutBuilder {
  readonly #items: EventLayout = [];
  readonly #partIndexes = new Map<string, number>();
  #lengths: string[] = [];
  #openPart = -1;

  add(event: RunEvent): void {
    if (event.__typename === 'TextDelta' || event.__typename === 'ReasoningDelta') {
      const part = this.#indexOf(event.partId);
      if (part !== this.#openPart) this.#closePart();
      this.#openPart = part;
      this.#lengths.push(String(event.delta.length));
      return;
    }
    this.#closePart();
    this.#items.push(this.#itemOf(event));
  }

  build(): EventLayout {
    this.#closePart();
    return this.#items;
  }

  #itemOf(event: Exclude<RunEvent, { delta: string }>): LayoutItem {
    switch (event.__typename) {
      case 'RunStarted':
        return { kind: 'started' };
      case 'CitationAdded':
        return { kind: 'citation', number: event.number, chunkId: event.chunkId, score: event.score };
      case 'ToolCalled':
        return { kind: 'called', part: this.#indexOf(event.partId) };
      case 'ToolAnswered':
        return { kind: 'answered', part: this.#indexOf(event.partId) };
      case 'RunEnded':
        return { kind: 'ended' };
    }
  }

  #indexOf(partId: string): number {
    const known = this.#partIndexes.get(partId);
    if (known !== undefined) return known;
    this.#partIndexes.set(partId, this.#partIndexes.size);
    return this.#partIndexes.size - 1;
  }

  #closePart(): void {
    if (this.#openPart >= 0)
      this.#items.push({ kind: 'deltas', part: this.#openPart, lengths: this.#lengths.join(',') });
    this.#openPart = -1;
    this.#lengths = [];
  }
}

/** The events of an ended run, numbered from 0, exactly as they were recorded. */
export function* replayEvents(layout: EventLayout, parts: readonly Part[], run: EndedRun): Generator<RunEvent> {
  const offsets = parts.map(() => 0);
  const { runId } = run;
  let sequence = 0;
  for (const item of layout) {
    if (item.kind !== 'deltas') {
      yield eventOf(item, sequence++, parts, run);
      continue;
    }
    const part = parts[item.part]!;
    if (part.type === 'tool' || part.type === 'file')
      throw new Error(`The layout of run ${runId} does not fit its parts.`);
    const __typename = part.type === 'text' ? 'TextDelta' : 'ReasoningDelta';
    for (const length of item.lengths.split(',')) {
      const start = offsets[item.part]!;
      const end = start + Number(length);
      offsets[item.part] = end;
      yield { __typename, runId, sequence: sequence++, partId: part.id, delta: part.text.slice(start, end) };
    }
  }
}

function eventOf(
  item: Exclude<LayoutItem, { kind: 'deltas' }>,
  sequence: number,
  parts: readonly Part[],
  { runId, messageId, modelId, status, errorCode, errorMessage }: EndedRun,
): RunEvent {
  switch (item.kind) {
    case 'started':
      return { __typename: 'RunStarted', runId, sequence, messageId, modelId };
    case 'citation':
      return {
        __typename: 'CitationAdded',
        runId,
        sequence,
        number: item.number,
        chunkId: item.chunkId,
        score: item.score,
      };
    case 'called': {
      const part = toolPart(parts, item.part);
      return {
        __typename: 'ToolCalled',
        runId,
        sequence,
        partId: part.id,
        toolName: part.toolName,
        arguments: part.arguments,
      };
    }
    case 'answered': {
      const part = toolPart(parts, item.part);
      return { __typename: 'ToolAnswered', runId, sequence, partId: part.id, result: part.result, error: part.error };
    }
    case 'ended':
      return { __typename: 'RunEnded', runId, sequence, status, errorCode, errorMessage, messageId };
  }
}

function toolPart(parts: readonly Part[], index: number): Extract<Part, { type: 'tool' }> {
  const part = parts[index];
  if (part?.type !== 'tool') throw new Error('The layout of a run does not fit its parts.');
  return part;
}
