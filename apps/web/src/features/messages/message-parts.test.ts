import { expect, test } from 'vitest';
import type { ShownTool } from '../runs/index.ts';
import type { Message } from './message.ts';
import { segmentsOf, toolSummary, unsavedText } from './message-parts.ts';

const tool = (id: string, changes: Partial<ShownTool> = {}): ShownTool => ({
  type: 'tool',
  id,
  toolName: 'clock',
  arguments: {},
  result: 1,
  error: null,
  durationMs: null,
  ...changes,
});

test('neighbouring tools are one group, empty text is nothing', () => {
  const segments = segmentsOf([
    { type: 'reasoning', id: 'r', text: 'hm' },
    tool('a'),
    tool('b'),
    { type: 'text', id: 'e', text: '' },
    tool('c'),
    { type: 'text', id: 't', text: 'so' },
  ]);
  expect(segments.map(({ kind }) => kind)).toEqual(['reasoning', 'tools', 'text']);
  expect(segments[1]).toMatchObject({ tools: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
});

test('a group says how long its tools took and whether one still works', () => {
  expect(toolSummary([tool('a', { durationMs: 1_000 }), tool('b', { durationMs: 500 })])).toEqual({
    count: 2,
    durationMs: 1_500,
    isRunning: false,
  });
  expect(toolSummary([tool('a', { result: null })])).toEqual({ count: 1, durationMs: null, isRunning: true });
});

test.each([
  ['one two three', 'one two', 'three'],
  ['one two', 'one two', ''],
  ['one', 'one two', ''],
  ['one two', 'another one', ''],
])('of %j, where %j was stored, %j was not saved', (shown, stored, unsaved) => {
  const message = { parts: [{ __typename: 'TextPart', id: 't', text: stored }] } as unknown as Message;
  expect(unsavedText([{ type: 'text', id: 't', text: shown }], message)).toBe(unsaved);
});
