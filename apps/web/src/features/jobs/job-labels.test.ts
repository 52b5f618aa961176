import { expect, test } from 'vitest';
import { harmlessFailure, jobLabel } from './job-labels.ts';

test('only failures that take something from people are alarming', () => {
  expect(harmlessFailure('write-title')).toContain('Nothing is lost');
  expect(harmlessFailure('read-document')).toBeNull();
  // One that this app does not know may matter.
  expect([harmlessFailure('new-kind'), jobLabel('new-kind')]).toEqual([null, 'new-kind']);
});
