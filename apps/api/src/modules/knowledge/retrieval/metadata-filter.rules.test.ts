import { describe, expect, it } from 'vitest';
import { parseMetadataFilter } from './metadata-filter.rules.ts';

describe('parseMetadataFilter', () => {
  it.each<[unknown, unknown]>([
    [null, undefined],
    [{ a: 1 }, { field: 'a', operator: 'eq', value: 1 }],
    [
      { a: { $gte: 1, $lt: 5 } },
      {
        and: [
          { field: 'a', operator: 'gte', value: 1 },
          { field: 'a', operator: 'lt', value: 5 },
        ],
      },
    ],
    [{ 'Jahr-1.x': { $in: ['a', true] } }, { field: 'Jahr-1.x', operator: 'in', values: ['a', true] }],
    [
      { $or: [{ a: 'x' }, { $and: [{ b: { $ne: 2 } }, { c: { $gt: 'm' } }] }] },
      {
        or: [
          { field: 'a', operator: 'eq', value: 'x' },
          {
            and: [
              { field: 'b', operator: 'ne', value: 2 },
              { field: 'c', operator: 'gt', value: 'm' },
            ],
          },
        ],
      },
    ],
    [{}, { and: [] }],
  ])('reads %j', (given, expected) => expect(parseMetadataFilter('filter', given)).toEqual(expected));

  let deep: unknown = { a: 1 };
  for (let level = 0; level < 10_000; level++) deep = { $and: [deep] };

  it.each<[string, unknown]>([
    ['a list', [1]],
    ['a number with too many digits', { id: { $gt: 2 ** 60 } }],
    ['text', 'a = 1'],
    ['an unknown operator', { a: { $regex: '.*' } }],
    ['an unknown word', { $not: { a: 1 } }],
    ['an empty group', { $or: [] }],
    ['an empty condition', { a: {} }],
    ['an empty $in', { a: { $in: [] } }],
    ['a $in of many', { a: { $in: Array.from({ length: 101 }, (_, index) => index) } }],
    ['an object to compare with', { a: { $eq: { b: 1 } } }],
    ['null', { a: null }],
    ['a comparison with true', { a: { $gt: true } }],
    ['a number that is none', { a: Infinity }],
    ['a NUL', { a: 'x\0' }],
    ['a lone surrogate', { a: '\ud800' }],
    ['a long text', { a: 'x'.repeat(1001) }],
    ['a field that is code', { "a' or 1=1 --": 1 }],
    ['many conditions', { $and: Array.from({ length: 51 }, () => ({ a: 1 })) }],
    [
      'many conditions in groups',
      { $or: Array.from({ length: 10 }, () => ({ $and: Array.from({ length: 10 }, () => ({ a: 1 })) })) },
    ],
    ['deep nesting', deep],
    ['a name of the language', JSON.parse('{"__proto__": {"$evil": 1}}')],
  ])('refuses %s', (_what, given) => {
    expect(() => parseMetadataFilter('filter', given)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'filter' }),
    );
  });
});
