import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/orm.ts';
import type { RunTimes } from '../../src/modules/generation/index.ts';
import { generationRoom, generationRoomWith } from '../../src/modules/generation/room.ts';
import { rooms } from '../../src/rooms.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createUser, TestClient } from './test-client.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** One of several instances in this process. */
export interface TestInstance {
  app: App;
  database: Database;
  /** http://127.0.0.1:port */
  url: string;
  /** Ends it, as SIGTERM does, after a time for running answers. */
  stop(graceMs?: number): Promise<void>;
}

export interface TestInstances {
  all: TestInstance[];
  /** The database they share; for processes that join them. */
  own: TestDatabase;
  /** The folder they share. */
  dataDir: string;
  /** Settings of a process that joins them. */
  settings: Record<string, string>;
  /** A person signed in, with a client for each instance. */
  signUp(name: string): Promise<TestClient[]>;
  close(): Promise<void>;
}

/**
 * Several instances over one database and one Redis, each with connections of its own. Only in the project `servers`.
 * @param settings environment variables of all.
 * @param given the database to use, and to drop at the end.
 * @param times shorter ones than usual.
 */
const roomsWith = (times: RunTimes) =>
  rooms.map((room) => (room === generationRoom ? generationRoomWith(times) : room));

export async function startInstances(
  count: number,
  settings: Record<string, string> = {},
  given?: TestDatabase,
  times?: RunTimes,
): Promise<TestInstances> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-data-'));
  const own = given ?? (await createTestDatabase());
  const shared = {
    DATA_DIR: dataDir,
    PORT: '0',
    SCRIPTED_MODELS: '1',
    RATE_LIMIT_MULTIPLIER: '1000',
    EMBEDDER: 'none',
    ...own.settings,
    ...settings,
  };
  const all: TestInstance[] = [];
  for (let index = 0; index < count; index++) all.push(await startInstance(own, shared, times));
  const clients: TestClient[] = [];
  return {
    all,
    own,
    dataDir,
    settings: shared,
    async signUp(name) {
      const first = await createUser(all[0]!.url, name);
      const made = [first, ...all.slice(1).map(({ url }) => sameAt(url, first))];
      clients.push(...made);
      return made;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(all.map((instance) => instance.stop(0)));
      await own.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same person at another instance. */
export function sameAt(url: string, person: TestClient): TestClient {
  const client = new TestClient(url);
  client.cookie = person.cookie;
  return client;
}

async function startInstance(
  own: TestDatabase,
  settings: Record<string, string>,
  times?: RunTimes,
): Promise<TestInstance> {
  const database = await own.open();
  const app = await createApp(readConfig(settings), database, silentLog, times && roomsWith(times));
  await app.start();
  await app.http.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.http.server.address() as { port: number };
  let stopped: Promise<void> | undefined;
  const end = async (graceMs: number): Promise<void> => {
    await app.stop(graceMs);
    await database.close();
  };
  return { app, database, url: `http://127.0.0.1:${port}`, stop: (graceMs = 25_000) => (stopped ??= end(graceMs)) };
}
