import type { RunEvent } from '@parley/run-events';

/** Successive deltas of one part as one item; every other event as it is, without what its place says. */
type Packed =
  | { __typename: 'TextDelta' | 'ReasoningDelta'; partId: string; deltas: string[] }
  | Exclude<RunEvent, { delta: string }>;

/** Events of one run with successive numbers as the log keeps them: a third of their plain JSON. */
export function packEvents(events: readonly RunEvent[]): string {
  const packed: Packed[] = [];
  let last: Packed | undefined;
  for (const event of events) {
    if (event.__typename !== 'TextDelta' && event.__typename !== 'ReasoningDelta') {
      packed.push((last = event));
    } else if (last && 'deltas' in last && last.__typename === event.__typename && last.partId === event.partId) {
      last.deltas.push(event.delta);
    } else {
      packed.push((last = { __typename: event.__typename, partId: event.partId, deltas: [event.delta] }));
    }
  }
  return JSON.stringify(packed);
}

/** The events that were packed; the first of them has the number `firstSequence`. */
export function unpackEvents(runId: string, firstSequence: number, packed: string): RunEvent[] {
  const events: RunEvent[] = [];
  for (const item of JSON.parse(packed) as Packed[]) {
    if (!('deltas' in item)) {
      events.push(item);
      continue;
    }
    const { __typename, partId } = item;
    for (const delta of item.deltas) {
      events.push({ __typename, runId, sequence: firstSequence + events.length, partId, delta });
    }
  }
  return events;
}
