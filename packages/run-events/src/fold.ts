import type { Part } from './part.ts';
import type {
  CitationAdded,
  ReasoningDelta,
  RunEnded,
  RunStarted,
  TextDelta,
  ToolAnswered,
  ToolCalled,
} from './run-event.ts';

type WithoutContent = (RunStarted | CitationAdded | RunEnded)['__typename'];

/** What a fold needs of an event: of those that carry no content, only their name. */
export type FoldableEvent =
  | Pick<TextDelta, '__typename' | 'partId' | 'delta'>
  | Pick<ReasoningDelta, '__typename' | 'partId' | 'delta'>
  | Pick<ToolCalled, '__typename' | 'partId' | 'toolName' | 'arguments'>
  | Pick<ToolAnswered, '__typename' | 'partId' | 'result' | 'error'>
  | { __typename: WithoutContent };

/**
 * The parts of a message after one more event. Pure: unchanged parts keep their identity, so a
 * view renders only what changed. Events that carry no content give the same array back.
 * Order and uniqueness of the events are the caller's business.
 */
export function foldRunEvents(parts: readonly Part[], event: FoldableEvent): readonly Part[] {
  switch (event.__typename) {
    case 'TextDelta':
      return appendText(parts, 'text', event.partId, event.delta);
    case 'ReasoningDelta':
      return appendText(parts, 'reasoning', event.partId, event.delta);
    case 'ToolCalled':
      return [
        ...parts,
        {
          type: 'tool',
          id: event.partId,
          toolName: event.toolName,
          arguments: event.arguments,
          result: null,
          error: null,
        },
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

/** The parts after several events, in order. */
export function foldAll(parts: readonly Part[], events: Iterable<FoldableEvent>): readonly Part[] {
  let folded = parts;
  for (const event of events) folded = foldRunEvents(folded, event);
  return folded;
}

/** All text parts joined: what a plain client shows. */
export function textOf(parts: readonly Part[]): string {
  return parts.reduce((text, part) => (part.type === 'text' ? text + part.text : text), '');
}

// Reasoning that goes on a text makes all of it reasoning: a model may say only afterwards that it was thinking.
// V8 joins strings lazily, so appending does not copy the text that is already there.
function appendText(parts: readonly Part[], type: 'text' | 'reasoning', id: string, delta: string): readonly Part[] {
  const last = parts.at(-1);
  if ((last?.type === type || (last?.type === 'text' && type === 'reasoning')) && last.id === id) {
    return [...parts.slice(0, -1), { type, id, text: last.text + delta }];
  }
  return [...parts, { type, id, text: delta }];
}
