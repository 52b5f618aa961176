import { withoutValues } from '../../db/sql/without-values.ts';

const MAX_LENGTH = 1_000;

/** What begins a statement to say how it shall be executed. */
const comment = /^\s*\/\*[^*]*\*\/\s*/;

/** The events of all live runs are written together: that belongs to no one request. */
const shared = /^\s*(insert into|delete from) run_log_batches/i;

/**
 * A statement as a trace may show it: without any value, also where the ORM has written values into it.
 * @returns null for one that is no step of a request.
 */
export function describeStatement(sql: string): { name: string; text: string } | null {
  const statement = sql.replace(comment, '');
  if (statement === '' || shared.test(statement)) return null;
  const text = withoutValues(statement).replaceAll(/\s+/g, ' ').trim().slice(0, MAX_LENGTH);
  const [verb = 'query'] = /^\w+/.exec(text) ?? [];
  const [, table] = /\b(?:from|into|update)\s+"?((?:\w+"?\.)?"?\w+)"?/i.exec(text) ?? [];
  return { name: [verb.toUpperCase(), table?.replaceAll('"', '')].filter(Boolean).join(' '), text };
}
