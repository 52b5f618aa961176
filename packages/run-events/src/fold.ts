import type { Part } from './part.ts';
import type { RunEvent } from './run-event.ts';

/**
 * The parts of a message after one more event. Pure: unchanged parts keep their identity, so a
 * view renders only what changed. Events that carry no content give the same array back.
 */
export function foldRunEvents(parts: readonly Part[], event: RunEvent): readonly Part[] {
  switch (event.__typename) {
    case 'TextDelta':
      return appendText(parts, 'text', event.partId, event.delta);
    case 'ReasoningDelta':
      return appendText(parts, 'reasoning', event.partId, event.delta);
    case 'ToolCalled':
      return [
        ...parts,
        { type: 'tool', id: event.partId, toolName: event.toolName, arguments: event.arguments, result: null, error: null },
      ];
    case 'ToolAnswered':
      return parts.map((part) =>
        part.type === 'tool' && part.id === event.partId ? { ...part, result: event.result, error: event.error } : part,
      );
    case 'RunStarted':
    case 'CitationAdded':
    case 'RunEnded':
      return parts;
  }
}

/** All text parts joined: what a plain client shows. */
export function textOf(parts: readonly Part[]): string {
  return parts.reduce((text, part) => (part.type === 'text' ? text + part.text : text), '');
}

function appendText(parts: readonly Part[], type: 'text' | 'reasoning', id: string, delta: string): readonly Part[] {
  const last = parts.at(-1);
  if (last?.type === type && last.id === id) return [...parts.slice(0, -1), { ...last, text: last.text + delta }];
  return [...parts, { type, id, text: delta }];
}
