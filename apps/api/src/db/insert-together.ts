import type { EntityName } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type RawBuilder, sql } from 'kysely';

/**
 * Inserts new rows of several tables with one statement, which is a transaction of its own where none is open; a unit
 * of work would send one statement per table. The entities stay outside the unit of work.
 * @param entities new ones, in any order.
 * @param alongside other statements that change data and belong to it.
 * @param computed columns of an entity that the database computes, by name.
 * @throws the ORM’s exceptions, such as UniqueConstraintViolationException.
 */
export async function insertTogether(
  em: SqlEntityManager,
  entities: readonly object[],
  alongside: readonly RawBuilder<unknown>[] = [],
  computed: ReadonlyMap<object, Record<string, RawBuilder<unknown>>> = new Map(),
): Promise<void> {
  const parts = [...alongside, ...entities.map((entity) => insertOf(em, entity, computed.get(entity) ?? {}))];
  const named = parts.slice(0, -1).map((part, index) => sql`${sql.ref(`part_${index}`)} as (${part})`);
  const first = named.length > 0 ? sql`with ${sql.join(named)} ` : sql``;
  try {
    await sql`${first}${parts.at(-1)!}`.execute(em.getKysely());
  } catch (error) {
    throw em
      .getPlatform()
      .getExceptionConverter()
      .convertException(error as Error);
  }
}

function insertOf(
  em: SqlEntityManager,
  entity: object,
  computed: Record<string, RawBuilder<unknown>>,
): RawBuilder<unknown> {
  const { tableName, properties } = em.getMetadata(entity.constructor as EntityName<object>);
  const columns = Object.entries(em.getComparator().prepareEntity(entity) as Record<string, unknown>).map(
    ([property, value]) => {
      const name = (properties as Record<string, { fieldNames: string[] }>)[property]!.fieldNames[0]!;
      return { name, value: computed[name] ?? value };
    },
  );
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  return sql`insert into ${sql.table(tableName)} (${names}) values (${sql.join(columns.map(({ value }) => value))})`;
}
