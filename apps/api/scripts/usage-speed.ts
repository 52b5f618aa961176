import type { SqlEntityManager } from '@mikro-orm/sql';
import { openDatabase } from '../src/db/orm.ts';
import { reportUsage, userTotals } from '../src/modules/usage/usage-report.ts';
import { UsageRollup } from '../src/modules/usage/usage-rollup.service.ts';
import { UsageGroup } from '../src/modules/usage/usage.type.ts';

// How long reports about usage take for CALLS calls (a million) of PEOPLE people (200) over a year, read from the calls and
// from the sums of past days, in turn; and how long making those takes. On PostgreSQL with DATABASE_URL of an empty
// database, on the embedded one without.
const ROUNDS = 5;
const DAYS = 365;
const DAY = 86_400_000;
const calls = Number(process.env['CALLS'] ?? 1_000_000);
const people = Number(process.env['PEOPLE'] ?? 200);

const database = await openDatabase({ url: process.env['DATABASE_URL'] });
await database.migrate();
const em = database.fork();
const now = new Date();
const id = (number: string): string => `md5('person' || ${number})::uuid`;

await em.execute(
  `insert into users (id, created_at, email, display_name)
   select ${id('n')}, now(), n || '@example.com', 'Somebody' from generate_series(0, ${people - 1}) n`,
);
// Some people ask much more than others; each has three models of eight. Durations are log-normal with a median of 2.7 s.
const CHUNK = 100_000;
for (let from = 0; from < calls; from += CHUNK) {
  await em.execute(
    `insert into token_usages (id, created_at, user_id, request_type, model_id, session_id, prompt_tokens, completion_tokens,
       is_estimated, prompt_cost, completion_cost, total_cost, duration_ms, time_to_first_token_ms, failed)
     select gen_random_uuid(), timestamptz '${now.toISOString()}' - (${calls} - n) * interval '${(DAYS * 86_400) / calls} seconds',
       ${id('person')}, (array['CHAT', 'CHAT', 'CHAT', 'TITLE', 'EMBEDDING'])[1 + floor(random() * 5)::int]::request_type,
       'provider-' || model % 3 || ':model-' || model,
       md5('session' || person || '-' || n / 4000)::uuid, tokens, tokens / 5, false, tokens * 0.0000025, tokens * 0.000002,
       tokens * 0.0000045, exp(7.9 + 0.8 * sqrt(-2 * ln(1 - random())) * cos(6.2832 * random()))::int,
       case when random() < 0.7 then 300 + floor(random() * 900)::int end, random() < 0.02
     from (select n, person, (person + floor(3 * random() * random())::int) % 8 as model, (random() * 8000)::int as tokens
       from (select n, floor(${people} * random() * random())::int as person from generate_series(${from}, ${Math.min(from + CHUNK, calls) - 1}) n) as people) as made`,
  );
}
await em.execute('vacuum analyze token_usages');

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const rollup = new UsageRollup(() => database.fork());
const first = await milliseconds(() => rollup.run(now));
const again = await milliseconds(() => rollup.run(now));
print(`adding up the year: ${(first / 1_000).toFixed(1)} s; the newest days again: ${again.toFixed(0)} ms`);
await em.execute('vacuum analyze usage_days');
const [sizes] = await em.execute(
  `select count(*)::int as days, pg_size_pretty(pg_total_relation_size('usage_days')) as size,
     pg_size_pretty(pg_total_relation_size('token_usages')) as size_of_calls from usage_days`,
);
print(JSON.stringify(sizes));

type Question = (asking: SqlEntityManager) => Promise<unknown>;
async function fromCalls(ask: Question): Promise<number> {
  const asking = database.fork();
  await asking.begin();
  await asking.execute('update installation set usage_days_until = null');
  const time = await milliseconds(() => ask(asking));
  await asking.rollback();
  return time;
}
async function measure(name: string, ask: Question): Promise<void> {
  const times: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++)
    times.push([await fromCalls(ask), await milliseconds(() => ask(database.fork()))]);
  const median = (values: number[]): string => values.toSorted((a, b) => a - b)[ROUNDS >> 1]!.toFixed(0);
  print(`${name}: ${median(times.map(([calls]) => calls))} ms, with sums ${median(times.map(([, sums]) => sums))} ms`);
}

const [busy] = await em.execute<{ id: string }[]>(
  'select user_id as id from token_usages group by user_id order by count(*) desc limit 1',
);
for (const [who, userId] of [['the busiest person', busy!.id] as const, ['everybody', null] as const]) {
  for (const groupBy of [UsageGroup.DAY, UsageGroup.MODEL]) {
    for (const days of [30, DAYS]) {
      const from = new Date(now.getTime() - days * DAY);
      for (const isP95Wanted of [true, false]) {
        const name = `${groupBy}, ${days} days, ${who}${isP95Wanted ? ', with percentiles' : ''}`;
        await measure(name, (asking) => reportUsage(asking, { userId, groupBy, from, to: now, isP95Wanted }));
      }
    }
  }
}
await measure('User.usage of the busiest person', (asking) => userTotals(asking, busy!.id));
await database.close();
