import { openDatabase } from '../../src/db/orm.ts';
import { FaultProxy } from './fault-proxy.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface DatabaseBehindProxy {
  /** What stands between the app and the server. */
  proxy: FaultProxy;
  database: TestDatabase;
  /** Its address without the proxy. */
  directUrl: string;
}

/** A database on the server of TEST_DATABASE_URL that the app reaches by way of a proxy. Only in the project `servers`. */
export async function createDatabaseBehindProxy(): Promise<DatabaseBehindProxy> {
  const own = await createTestDatabase();
  const directUrl = own.settings['DATABASE_URL']!;
  const proxy = await FaultProxy.start(directUrl);
  const url = proxy.through(directUrl);
  const drop = async (): Promise<void> => {
    await proxy.close();
    await own.drop();
  };
  const database = {
    settings: { ...own.settings, DATABASE_URL: url },
    open: () => openDatabase({ url }),
    lose: drop,
    drop,
  };
  return { proxy, database, directUrl };
}
