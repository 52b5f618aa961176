import { expect, it } from 'vitest';
import { describeStatement } from './statement-text.ts';

it.each([
  [
    "select * from users where email = 'ann@example.org' and age > 42",
    'select * from users where email = ? and age > ?',
  ],
  ["insert into messages (text) values ('it''s a secret', 1.5)", 'insert into messages (text) values (?, ?)'],
  [String.raw`update "t1" set a = E'it\'s a secret' where id = $1`, 'update "t1" set a = ? where id = $1'],
  ['select $tag$a secret$tag$, $$another$$', 'select ?, ?'],
  [`select '{"key": "a secret"}'::jsonb,\n  5`, 'select ?::jsonb, ?'],
])('leaves no value in %s', (sql, text) => expect(describeStatement(sql)?.text).toBe(text));

it.each([
  ['select "u0".* from "users" as "u0"', 'SELECT users'],
  ['insert into "messages" values (1)', 'INSERT messages'],
  ['update pgboss.job set state = $1', 'UPDATE pgboss.job'],
  ['begin', 'BEGIN'],
])('calls %s %s', (sql, name) => expect(describeStatement(sql)?.name).toBe(name));

it('leaves out what is written for many at once, and nothing', () => {
  expect(describeStatement('/* prepared */\n insert into run_log_batches (run_id) select 1')).toBeNull();
  expect(describeStatement('')).toBeNull();
});
