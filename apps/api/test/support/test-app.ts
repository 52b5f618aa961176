import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/orm.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createUser, TestClient } from './test-client.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestApp {
  app: App;
  database: Database;
  /** http://127.0.0.1:port */
  url: string;
  /** The data folder, removed at the end. */
  dataDir: string;
  /** A client nobody is signed in with. */
  anonymous: TestClient;
  /** Makes an account and signs in with it. The first one of an app is the administrator. */
  signUp(name: string): Promise<TestClient>;
  /** Takes the database away while the app runs. */
  loseDatabase(): Promise<void>;
  /** @param graceMs how long running answers may finish; not at all unless said. */
  close(graceMs?: number): Promise<void>;
}

/**
 * The whole app on a port of its own, over a database of its own that starts migrated and empty.
 * @param settings environment variables; the scripted models are on unless switched off here.
 * @param given the database to use, and to drop at the end.
 */
export async function startTestApp(settings: Record<string, string> = {}, given?: TestDatabase): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-data-'));
  const ownDatabase = given ?? (await createTestDatabase());
  const database = await ownDatabase.open();
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    SCRIPTED_MODELS: '1',
    RATE_LIMIT_MULTIPLIER: '1000',
    // Searches by words unless a test asks for more: the local embedder takes seconds to start.
    EMBEDDER: 'none',
    ...ownDatabase.settings,
    ...settings,
  });
  const app = await createApp(config, database, silentLog);
  await app.start();
  await app.http.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.http.server.address() as { port: number }).port}`;
  return {
    app,
    database,
    url,
    dataDir,
    anonymous: new TestClient(url),
    signUp: (name) => createUser(url, name),
    loseDatabase: () => ownDatabase.lose(),
    async close(graceMs = 0) {
      await app.stop(graceMs);
      await database.close();
      await ownDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
