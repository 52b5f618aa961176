import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../orm.ts';

describe('migrations', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase({});
    await database.migrate();
  });
  afterAll(() => database.close());

  it('make exactly the tables the entities describe', async () => {
    expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
  });

  it('do nothing the second time', async () => {
    await database.migrate();
    expect(await database.orm.migrator.getPending()).toEqual([]);
  });
});
