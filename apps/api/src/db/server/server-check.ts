import { Client } from 'pg';
import { serverError } from './server-error-message.ts';

/** Oldest PostgreSQL that will do, as `server_version_num` counts. */
const OLDEST_SERVER = 150_000;
/** Oldest pgvector that will do: it goes on looking where filters leave too few neighbours. */
const OLDEST_VECTOR = [0, 8, 0];
/** How long the server may take to answer, in milliseconds. */
const PATIENCE = 10_000;

/** What a server says about itself and us. */
export interface ServerFacts {
  version: string;
  version_number: number;
  database: string;
  role: string;
  schema: string | null;
  may_create_tables: boolean;
  may_create_schemas: boolean;
  vector_available: string | null;
  vector_installed: string | null;
}

/**
 * Makes sure that a server is one Parley can live on, and installs pgvector in its database where it may.
 * @throws Error that says what is wrong and what to do about it; never with the password.
 */
export async function checkServer(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE });
  // What breaks later is reported by the query it breaks.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(factsQuery);
    const facts = rows[0]!;
    checkFacts(facts);
    if (facts.vector_installed === null) await installVector(client, facts);
    await checkVectorIsReachable(client, facts);
  } catch (error) {
    throw serverError(error, url);
  } finally {
    await client.end().catch(() => {});
  }
}

const factsQuery = `
  select current_setting('server_version') as version, current_setting('server_version_num')::int as version_number,
    current_database() as database, current_user as role, current_schema() as schema,
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) as may_create_tables,
    has_database_privilege(current_database(), 'CREATE') or
      (select count(*) = 2 from pg_namespace where nspname in ('pgboss', 'analytics')) as may_create_schemas,
    (select default_version from pg_available_extensions where name = 'vector') as vector_available,
    (select extversion from pg_extension where extname = 'vector') as vector_installed`;

/** @throws Error for the first thing that is missing. */
export function checkFacts(facts: ServerFacts): void {
  const { version, version_number, database, role, schema } = facts;
  if (version_number < OLDEST_SERVER) {
    throw new Error(
      `The server is PostgreSQL ${version}, and Parley needs 15 or newer. Upgrade it, or use another one.`,
    );
  }
  if (facts.vector_installed === null && facts.vector_available === null) {
    throw new Error(
      `The server does not have pgvector. Install its package on the machine of the server (Debian and Ubuntu:
postgresql-${Math.floor(version_number / 10_000)}-pgvector; Docker: the image pgvector/pgvector:pg17), or switch it on in your provider's console.`,
    );
  }
  if (!facts.may_create_tables) {
    throw new Error(
      `The role "${role}" may not create tables in the database "${database}". Let an administrator of the server run there:
  grant create, usage on schema "${schema ?? 'public'}" to "${role}";`,
    );
  }
  if (!facts.may_create_schemas) {
    throw new Error(
      `The role "${role}" may not create schemas in the database "${database}"; Parley keeps its jobs and its views for analytics
in schemas of their own. Let an administrator of the server run:
  grant create on database "${database}" to "${role}";`,
    );
  }
  const installed = facts.vector_installed ?? facts.vector_available!;
  if (isOlder(installed, OLDEST_VECTOR)) {
    throw new Error(
      `The server has pgvector ${installed}, and Parley needs ${OLDEST_VECTOR.join('.')} or newer. Install a newer package of it, then let an
administrator of the server run in the database "${database}":
  alter extension vector update;`,
    );
  }
}

async function installVector(client: Client, { database, role }: ServerFacts): Promise<void> {
  try {
    // Several instances may begin at once, and "if not exists" alone does not wait.
    await client.query(`begin; select pg_advisory_xact_lock(hashtext('parley: extension'));
      create extension if not exists vector; commit`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new Error(
      `pgvector is on the server but not installed in the database "${database}", and the role "${role}" may not do that.
Let an administrator of the server run in that database, once:
  create extension vector;`,
      { cause: error },
    );
  }
}

async function checkVectorIsReachable(client: Client, { database, role }: ServerFacts): Promise<void> {
  const { rows } = await client.query<{ is_found: boolean; schema: string }>(
    `select to_regtype('vector') is not null as is_found, extnamespace::regnamespace::text as schema
     from pg_extension where extname = 'vector'`,
  );
  const [found] = rows;
  if (!found || found.is_found) return;
  throw new Error(
    `pgvector is installed in the schema ${found.schema}, where the role "${role}" does not look. Let somebody run:
  alter role "${role}" in database "${database}" set search_path = public, ${found.schema};`,
  );
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, least] of than.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
