import type { EntityName } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Kysely, type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';
import { prepared } from './prepared.ts';

/** Where statements are executed: a unit of work, or connections without one. */
export interface Queries {
  getKysely(): QueryExecutorProvider;
}

/** Connections for what must go on when everybody waits. */
export interface Urgent extends Queries {
  getKysely(): Kysely<never>;
}

/** The rows of the guard of {@link writeGuarded}: what is written `from guard` is only written if there are any. */
export const guard = sql.ref('guard');

/**
 * Executes statements that change data as one, which is a transaction of its own where none is open; a unit of work
 * would send one after the other.
 * @throws the ORM’s exceptions, such as UniqueConstraintViolationException.
 */
export async function writeBatch(em: SqlEntityManager, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  await execute(em, sql`${withParts(statements)} select`);
}

/**
 * The same, if a first statement changes something.
 * @param condition a statement with `returning`.
 * @param statements written `from` {@link guard}.
 * @returns the first row of the condition; undefined without one: then nothing was written.
 */
export async function writeGuarded<Row>(
  em: SqlEntityManager,
  condition: RawBuilder<Row>,
  statements: readonly RawBuilder<unknown>[],
): Promise<Row | undefined> {
  const [row] = await execute(em, guarded(condition, statements));
  return row;
}

/**
 * The statement of {@link writeGuarded} for what has several rows, of which some may change nothing.
 * @param isUsual whether the server shall keep it planned: not when its text is seldom the same.
 */
export const guarded = <Row>(
  condition: RawBuilder<Row>,
  statements: readonly RawBuilder<unknown>[],
  isUsual = true,
): RawBuilder<Row> => sql<Row>`${withParts(statements, condition, isUsual)} select * from ${guard}`;

/**
 * The INSERT of a new entity, which stays outside the unit of work.
 * @param computed columns that the database computes, by name.
 */
export function insertOf(
  em: SqlEntityManager,
  entity: object,
  { isGuarded = false, computed = {} }: { isGuarded?: boolean; computed?: Record<string, RawBuilder<unknown>> } = {},
): RawBuilder<unknown> {
  const { tableName, properties } = em.getMetadata(entity.constructor as EntityName<object>);
  const columns = Object.entries(em.getComparator().prepareEntity(entity) as Record<string, unknown>).map(
    ([property, value]) => {
      const name = (properties as Record<string, { fieldNames: string[] }>)[property]!.fieldNames[0]!;
      return { name, value: computed[name] ?? value };
    },
  );
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  const values = sql.join(columns.map(({ value }) => value));
  return sql`insert into ${sql.table(tableName)} (${names}) select ${values}${isGuarded ? sql` from ${guard}` : sql``}`;
}

/**
 * The INSERT of new entities of one kind, each of them if its key is among the rows of the guard.
 * @param rows the key of the guard, and the entity.
 */
export function insertGuarded(
  em: SqlEntityManager,
  rows: readonly [key: string, entity: object][],
): RawBuilder<unknown> {
  const { tableName, properties } = em.getMetadata(rows[0]![1].constructor as EntityName<object>);
  const known = properties as Record<string, { fieldNames: string[]; columnTypes: string[] }>;
  const prepared = rows.map(([, entity]) => em.getComparator().prepareEntity(entity) as Record<string, unknown>);
  const columns = Object.keys(prepared[0]!).map((property) => ({
    property,
    name: known[property]!.fieldNames[0]!,
    type: sql.raw(known[property]!.columnTypes[0]!),
  }));
  const values = prepared.map((row, index) => {
    const each = columns.map(({ property, type }) => sql`${row[property]}::${type}`);
    return sql`(${rows[index]![0]}::uuid, ${sql.join(each)})`;
  });
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  return sql`insert into ${sql.table(tableName)} (${names}) select ${sql.join(columns.map(({ name }) => sql.ref(`row.${name}`)))}
    from (values ${sql.join(values)}) as row (guard_id, ${names}) join ${guard} on guard.id = row.guard_id`;
}

function withParts(
  statements: readonly RawBuilder<unknown>[],
  condition?: RawBuilder<unknown>,
  isUsual = true,
): RawBuilder<unknown> {
  const named = statements.map((statement, index) => sql`${sql.ref(`part_${index}`)} as (${statement})`);
  return sql`${isUsual ? prepared : sql``}with ${sql.join(condition ? [sql`${guard} as (${condition})`, ...named] : named)}`;
}

async function execute<Row>(em: SqlEntityManager, statement: RawBuilder<Row>): Promise<Row[]> {
  try {
    return (await statement.execute(em.getKysely())).rows;
  } catch (error) {
    throw em
      .getPlatform()
      .getExceptionConverter()
      .convertException(error as Error);
  }
}
