import type { MetadataFilter } from '../../ports/vector-store.ts';

/** Part of an SQL statement with `?` for its parameters. */
export interface SqlPart {
  sql: string;
  parameters: unknown[];
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** The condition that a jsonb column fits a filter. */
export function metadataCondition(column: string, filter: MetadataFilter): SqlPart {
  if ('and' in filter)
    return joinConditions(
      filter.and.map((each) => metadataCondition(column, each)),
      'and',
    );
  if ('or' in filter)
    return joinConditions(
      filter.or.map((each) => metadataCondition(column, each)),
      'or',
    );
  const { field } = filter;
  switch (filter.operator) {
    case 'eq':
    case 'ne': {
      const sql = `coalesce(${column} -> ?, 'null') ${filter.operator === 'eq' ? '=' : '<>'} ?::jsonb`;
      return { sql, parameters: [field, JSON.stringify(filter.value)] };
    }
    case 'in':
      return {
        sql: `coalesce(${column} -> ?, 'null') in (select jsonb_array_elements(?::jsonb))`,
        parameters: [field, JSON.stringify(filter.values)],
      };
    default: {
      const type = typeof filter.value === 'number' ? 'number' : 'string';
      // Text is ordered by its bytes, whatever the language of the database.
      const value = type === 'number' ? `(${column} ->> ?)::numeric` : `(${column} ->> ?) collate "C"`;
      const sql = `(case when jsonb_typeof(${column} -> ?) = '${type}' then ${value} ${comparisons[filter.operator]} ? else false end)`;
      return { sql, parameters: [field, field, filter.value] };
    }
  }
}

/** All conditions together, or any of them. */
export function joinConditions(parts: readonly SqlPart[], word: 'and' | 'or'): SqlPart {
  if (parts.length === 0) return { sql: word === 'and' ? 'true' : 'false', parameters: [] };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}
