import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, collectRun } from './support/conversation.ts';
import { upload, whenRead } from './support/documents.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';

let app: TestApp;
const page = readFile(new URL('../../../docs/operate/analytics.md', import.meta.url), 'utf8');

beforeAll(async () => {
  app = await startTestApp();
  const alice = await app.signUp('alice');
  const asked = await ask(alice, { text: 'What is new?' });
  await collectRun(alice, asked.run.id);
  const input = { messageId: asked.assistantMessage.id, rating: 'THUMBS_UP', stars: 4, text: 'a secret opinion' };
  await alice.query('mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { id } }', { input });
  await whenRead(alice, (await upload(alice, 'secret-name.txt', 'Something to read.')).document!.id);
});
afterAll(() => app.close());

const select = (sql: string): Promise<Record<string, unknown>[]> => app.database.fork().execute(sql);

describe('the views for analytics', () => {
  it('show what happened', async () => {
    expect(await select('select * from analytics.runs')).toEqual([
      expect.objectContaining({
        status: 'COMPLETED',
        provider: 'scripted',
        model_id: 'scripted:echo',
        finish_reason: 'stop',
      }),
    ]);
    const [calls] = await select(
      'select sum(calls)::int as calls, sum(total_cost)::text as cost from analytics.daily_usage',
    );
    const [rows] = await select('select count(*)::int as calls, sum(total_cost)::text as cost from token_usages');
    expect(calls).toEqual(rows);
    expect(await select('select message_count, calls::int, total_cost::text as cost from analytics.sessions')).toEqual([
      { message_count: 2, ...calls },
    ]);
    expect(await select('select * from analytics.feedback')).toEqual([
      expect.objectContaining({ rating: 'THUMBS_UP', stars: 4, has_text: true, model_id: 'scripted:echo' }),
    ]);
    expect(await select('select * from analytics.daily_satisfaction')).toEqual([
      expect.objectContaining({ thumbs_up: expect.anything(), satisfaction_rate: 1, average_stars: 4 }),
    ]);
    expect(await select('select * from analytics.documents')).toEqual([expect.objectContaining({ status: 'READY' })]);
  });

  it('tell who only by id, and nothing that people wrote', async () => {
    const views = await select(
      `select table_name as name from information_schema.views where table_schema = 'analytics'`,
    );
    expect(views.length).toBeGreaterThan(7);
    for (const { name } of views) {
      const text = JSON.stringify(await select(`select * from analytics.${String(name)}`));
      expect(text).not.toMatch(/alice|@example|secret|What is new/);
    }
  });

  it('have a page that names every view with every column', async () => {
    const columns = await select(
      `select table_name as view, string_agg('\`' || column_name || '\`', ', ' order by ordinal_position) as columns
       from information_schema.columns where table_schema = 'analytics' group by table_name order by table_name`,
    );
    const text = (await page).replaceAll(/\s+/g, ' ');
    const missing = columns.filter(
      ({ view, columns: names }) => !text.includes(`| \`analytics.${String(view)}\` | ${String(names)} |`),
    );
    expect(missing).toEqual([]);
  });
});

describe.skipIf(!inject('templateDatabase'))('a role made as the page says', () => {
  it('reads the views and nothing else', async () => {
    const name = String((await select('select current_database() as name'))[0]!['name']);
    const address = new URL(`/${name}`, process.env['TEST_DATABASE_URL']);
    const administrator = new Client(address.href);
    await administrator.connect();
    const role = `${name}_reports`;
    const sql = /```sql\n([^`]+)```/.exec(await page)![1]!;
    const statements = sql.replaceAll('role parley', 'role postgres').replaceAll('database parley', `database ${name}`);
    await administrator.query(statements.replaceAll('reports', role));
    address.username = role;
    const reports = new Client(address.href);
    await reports.connect();
    try {
      const { rows } = await reports.query('select calls from analytics.daily_usage');
      expect(rows.length).toBeGreaterThan(0);
      const tables = await select(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
      );
      for (const { name: table } of tables) {
        await expect(reports.query(`select 1 from ${String(table)}`)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(reports.query('delete from analytics.users')).rejects.toThrow();
      await expect(reports.query('create table analytics.mine (id int)')).rejects.toThrow();
    } finally {
      await reports.end();
      await administrator.query(`drop owned by ${role} cascade; drop role ${role}`);
      await administrator.end();
    }
  });
});
