import { expect, test } from 'vitest';
import { createEventReader } from './event-stream.ts';

test.each([1, 2, 7, 1000])('events are whole, wherever the network cuts them (every %i characters)', (size) => {
  const text =
    ':\n\nevent: next\ndata: {"data":"a: b"}\n\n:\n\nevent: next\ndata: 2\n\nevent: complete\ndata:\n\nevent: next\nda';
  const events: string[][] = [];
  const read = createEventReader((...event) => events.push(event));
  for (let at = 0; at < text.length; at += size) read(text.slice(at, at + size));
  expect(events).toEqual([
    ['next', '{"data":"a: b"}'],
    ['next', '2'],
    ['complete', ''],
  ]);
});
