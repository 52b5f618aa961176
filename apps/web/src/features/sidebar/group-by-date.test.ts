import { expect, test } from 'vitest';
import { groupByDate } from './group-by-date.ts';

const now = new Date(2026, 2, 30, 9, 15);

function at(...date: [year: number, month: number, day: number, hour?: number]): { lastActivityAt: string } {
  return { lastActivityAt: new Date(...(date as [number, number, number])).toISOString() };
}

function labels(items: { lastActivityAt: string }[]): [string, number][] {
  return groupByDate(items, now).map((group) => [group.label, group.items.length]);
}

test('an empty list has no groups', () => {
  expect(groupByDate([], now)).toEqual([]);
});

test('days are calendar days, not spans of 24 hours', () => {
  const lateYesterday = { lastActivityAt: new Date(2026, 2, 29, 23, 59).toISOString() };
  const midnight = { lastActivityAt: new Date(2026, 2, 30, 0, 0).toISOString() };
  expect(labels([midnight, lateYesterday])).toEqual([
    ['Today', 1],
    ['Yesterday', 1],
  ]);
});

test('weeks and months follow, then each month by name, with its year when it is another one', () => {
  const items = [
    at(2026, 2, 28),
    at(2026, 2, 23),
    at(2026, 2, 22),
    at(2026, 1, 28),
    at(2026, 1, 27),
    at(2026, 0, 5),
    at(2025, 11, 31),
    at(2025, 11, 1),
  ];
  expect(labels(items)).toEqual([
    ['Previous 7 days', 2],
    ['Previous 30 days', 2],
    ['February', 1],
    ['January', 1],
    ['December 2025', 2],
  ]);
});

test('a clock that runs ahead does not make a group of the future', () => {
  expect(labels([at(2026, 3, 2)])).toEqual([['Today', 1]]);
});
