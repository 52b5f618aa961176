import type { ModelEvent } from '../../../ports/language-model.ts';

type Said = Exclude<ModelEvent, { type: 'finish' }>;

/** Characters one answer may have, reasoning and tool calls included: more is a model that has lost its way. */
export const MAX_ANSWER_CHARACTERS = 4_000_000;

export function sizeOf(event: Said): number {
  if (event.type === 'textWasReasoning') return 0;
  return event.type === 'toolCall' ? event.name.length + event.arguments.length : event.delta.length;
}

/** What fits of an event that is too large for the room that is left: whole characters, and no half of a call. */
export function fitting(event: Said, room: number): Said | null {
  if (!('delta' in event)) return null;
  const cut = event.delta.slice(0, room);
  const delta = cut.isWellFormed() ? cut : cut.slice(0, -1);
  return delta === '' ? null : { ...event, delta };
}
