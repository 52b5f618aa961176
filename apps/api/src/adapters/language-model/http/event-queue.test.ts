import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../../ports/language-model.ts';
import { EventQueue } from './event-queue.ts';

function takeAll(queue: EventQueue): ModelEvent[] {
  const events: ModelEvent[] = [];
  for (let event = queue.take(); event !== undefined; event = queue.take()) events.push(event);
  return events;
}

describe('EventQueue', () => {
  it('joins text that waits, and keeps the order of what differs', () => {
    const queue = new EventQueue();
    queue.reasoning('a');
    queue.reasoning('b');
    queue.text('c');
    queue.text('');
    queue.text('d');
    expect(queue.size).toBe(4);
    expect(takeAll(queue)).toEqual([
      { type: 'reasoning', delta: 'ab' },
      { type: 'text', delta: 'cd' },
    ]);
    expect(queue.size).toBe(0);
  });

  it('keeps back half a character until its other half comes', () => {
    const queue = new EventQueue();
    queue.text('a\ud83c');
    expect(takeAll(queue)).toEqual([{ type: 'text', delta: 'a' }]);
    expect(queue.size).toBe(1);
    queue.text('\udf0a');
    expect(takeAll(queue)).toEqual([{ type: 'text', delta: '🌊' }]);
  });

  it('replaces half a character that stays alone', () => {
    const queue = new EventQueue();
    queue.text('\ud83c');
    queue.reasoning('x\udf0a');
    expect(takeAll(queue)).toEqual([
      { type: 'text', delta: '\ufffd' },
      { type: 'reasoning', delta: 'x\ufffd' },
    ]);
  });

  it('forgets what waits', () => {
    const queue = new EventQueue();
    queue.text('a');
    queue.clear();
    expect(queue.take()).toBeUndefined();
    expect(queue.size).toBe(0);
  });
});
