import { textOf, type Part, type ToolPart } from '@parley/run-events';
import type { Message } from '../conversation/use-conversation.ts';

/** A tool's call as it is shown; how long it took is known once it is stored. */
export interface ShownTool extends ToolPart {
  durationMs: number | null;
}

/** A run of parts that are shown as one. */
export type Segment =
  | { kind: 'text'; id: string; text: string }
  | { kind: 'reasoning'; id: string; text: string }
  | { kind: 'tools'; id: string; tools: ShownTool[] };

type ShownPart = Exclude<Part, ToolPart> | ShownTool;

/** The parts of a stored message, in the shape a stream folds into. */
export function partsOf(message: Message): readonly ShownPart[] {
  return message.parts.flatMap((part): ShownPart[] => {
    switch (part.__typename) {
      case 'TextPart':
        return [{ type: 'text', id: part.id, text: part.text }];
      case 'ReasoningPart':
        return [{ type: 'reasoning', id: part.id, text: part.text }];
      case 'ToolPart': {
        const { id, toolName, result, error, durationMs } = part;
        return [{ type: 'tool', id, toolName, arguments: part.arguments, result, error, durationMs }];
      }
      default:
        return [];
    }
  });
}

/** Neighbouring tools become one group; empty texts are left out. */
export function segmentsOf(parts: readonly (Part | ShownPart)[]): Segment[] {
  const segments: Segment[] = [];
  for (const part of parts) {
    const last = segments.at(-1);
    if (part.type === 'tool') {
      const tool = { durationMs: null, ...part };
      if (last?.kind === 'tools') last.tools.push(tool);
      else segments.push({ kind: 'tools', id: part.id, tools: [tool] });
    } else if (part.type !== 'file' && part.text !== '') {
      segments.push({ kind: part.type, id: part.id, text: part.text });
    }
  }
  return segments;
}

/** The files that were sent along; null for one that was deleted since. */
export function filesOf(message: Message) {
  return message.parts.flatMap((part) =>
    part.__typename === 'FilePart' ? [{ id: part.id, document: part.document }] : [],
  );
}

/** The text of a message: what is copied and edited. */
export function messageText(message: Message): string {
  return message.parts.map((part) => (part.__typename === 'TextPart' ? part.text : '')).join('');
}

/** What was shown of an answer and is not in the stored one: a killed server forgets its last moment. */
export function unsavedText(shown: readonly Part[], stored: Message): string {
  const [seen, saved] = [textOf(shown), messageText(stored)];
  return seen.startsWith(saved) ? seen.slice(saved.length).trim() : '';
}

/** `3 tools, 4.2 s` in two parts: how many, and how long they took where that is known. */
export function toolSummary(tools: readonly ShownTool[]): {
  count: number;
  durationMs: number | null;
  isRunning: boolean;
} {
  const known = tools.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  return {
    count: tools.length,
    durationMs: known.length === 0 ? null : known.reduce((sum, duration) => sum + duration, 0),
    isRunning: tools.some(({ result, error }) => result === null && error === null),
  };
}
