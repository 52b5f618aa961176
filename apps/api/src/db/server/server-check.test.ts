import { createServer } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase, type EmptyDatabase } from '../../../test/support/test-database.ts';
import { openDatabase } from '../orm.ts';
import { checkFacts, checkServer, type ServerFacts } from './server-check.ts';
import { serverError } from './server-error-message.ts';

const url = 'postgres://parley:hunter2@db.example:5433/chat';

describe('what a server must have', () => {
  const good: ServerFacts = {
    version: '17.2',
    version_number: 170_002,
    database: 'chat',
    role: 'parley',
    schema: 'public',
    may_create_tables: true,
    may_create_schemas: true,
    vector_available: '0.8.0',
    vector_installed: '0.8.0',
  };

  it('is enough', () => expect(() => checkFacts(good)).not.toThrow());

  it.each<[string, Partial<ServerFacts>, RegExp]>([
    ['an old PostgreSQL', { version: '14.9', version_number: 140_009 }, /PostgreSQL 14\.9.*15 or newer/],
    ['no pgvector', { vector_available: null, vector_installed: null }, /postgresql-17-pgvector/],
    ['an old pgvector', { vector_installed: '0.7.4' }, /alter extension vector update/],
    ['no right to make tables', { may_create_tables: false }, /grant create, usage on schema "public" to "parley"/],
    ['no right to make schemas', { may_create_schemas: false }, /grant create on database "chat" to "parley"/],
  ])('is missing: %s', (_what, missing, words) => expect(() => checkFacts({ ...good, ...missing })).toThrow(words));
});

describe('what a server that cannot be reached', () => {
  it.each([
    ['28P01', /rejected the password of "parley"/],
    ['28000', /denied access to "parley"/],
    ['3D000', /create database "chat" owner "parley"/],
    ['53300', /lower DATABASE_POOL/],
    ['57P03', /Try again in a moment/],
    ['ENOTFOUND', /db\.example:5433 cannot be resolved/],
    ['ETIMEDOUT', /firewall/],
  ])('says with %s', (code, words) => {
    const { message } = serverError(Object.assign(new Error('reason'), { code }), url);
    expect(message).toMatch(words);
    expect(message).not.toContain('hunter2');
  });

  it('is where nothing listens', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(checkServer(`postgres://parley:hunter2@127.0.0.1:${port}/chat`)).rejects.toThrow(
      `Nothing answers at 127.0.0.1:${port}. Start PostgreSQL there, or correct host and port in DATABASE_URL.`,
    );
  });
});

describe.skipIf(!inject('templateDatabase'))('a real server', () => {
  /** The same database as a role that owns nothing. */
  async function asRole(own: EmptyDatabase, rights: string): Promise<{ url: string; role: string }> {
    const role = `${own.name}_role`;
    await own.execute(`create role ${role} login; ${rights.replaceAll('ROLE', role)}`);
    const other = new URL(own.url);
    other.username = role;
    return { url: other.href, role };
  }
  const without = (own: EmptyDatabase, role: string): Promise<void> =>
    own.execute(`drop owned by ${role} cascade; drop role ${role}`).then(() => own.drop());

  it('gets pgvector by itself, and only once when many begin', async () => {
    const own = await createEmptyDatabase();
    await Promise.all(Array.from({ length: 5 }, () => checkServer(own.url)));
    await own.drop();
  });

  it('is told by its name when its database does not exist', async () => {
    const own = await createEmptyDatabase();
    await own.drop();
    await expect(checkServer(own.url)).rejects.toThrow(`has no database "${own.name}"`);
  });

  it('says who must install pgvector when the role may not', async () => {
    const own = await createEmptyDatabase();
    const { url: roleUrl, role } = await asRole(
      own,
      'grant create, usage on schema public to ROLE; create schema pgboss authorization ROLE; create schema analytics authorization ROLE',
    );
    await expect(checkServer(roleUrl)).rejects.toThrow(
      /administrator of the server run in that database, once:\s+create extension vector;/,
    );
    await without(own, role);
  });

  it('does not need the right to install pgvector where it is', async () => {
    const own = await createEmptyDatabase();
    const { url: roleUrl, role } = await asRole(
      own,
      `create extension vector; grant create, usage on schema public to ROLE;
       create schema pgboss authorization ROLE; create schema analytics authorization ROLE`,
    );
    const database = await openDatabase({ url: roleUrl });
    await database.migrate();
    await database.close();
    await without(own, role);
  });
});
