import { textOf, type Part } from '@parley/run-events';
import type { ShownPart, ShownTool } from '../runs/index.ts';
import type { Message } from './message.ts';

/** A run of parts that are shown as one. */
export type Segment =
  | { kind: 'text'; id: string; text: string }
  | { kind: 'reasoning'; id: string; text: string }
  | { kind: 'tools'; id: string; tools: ShownTool[] };

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
