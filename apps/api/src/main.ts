import './startup/thread-pool.ts';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { idleSettings, readConfig, secretsOf } from './config.ts';
import { logConsole } from './log/console.ts';
import { makeDataFolder } from './startup/data-folder.ts';
import { lockFolder } from './db/embedded/folder-lock.ts';
import { openDatabase } from './db/orm.ts';
import { listenError } from './startup/listen-error-message.ts';
import { createLog } from './log/logger.ts';

/** Connections that may wait to be accepted: after a restart everybody comes back at once. The system may allow fewer. */
const BACKLOG = 4_096;

/**
 * How long stopping may take in all, in milliseconds. A database that is away holds up whatever waits for it; runs that are open
 * then are ended by whoever looks after dead ones.
 */
const LONGEST_STOP = 29_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL, secretsOf(config));
  logConsole(log);
  for (const warning of idleSettings(config)) log.warn({}, warning);
  await makeDataFolder(config.dataDir);
  const unlock = config.DATABASE_URL ? async () => {} : await lockFolder(config.dataDir);
  const database = await openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL,
    embeddedDir: join(config.dataDir, 'postgres'),
  });
  await database.migrate(log);
  const app = await createApp(config, database, log);
  // First the port: who asks for health hears that the server starts, instead of nothing.
  await app.http.listen({ host: config.HOST, port: config.PORT, backlog: BACKLOG }).catch((error: unknown) => {
    throw listenError(error, config.HOST, config.PORT);
  });
  await app.start();
  const { port } = app.http.server.address() as { port: number };
  process.stdout.write(`Parley is ready at ${config.PUBLIC_URL ?? `http://${urlHost(config.HOST)}:${port}`}\n`);

  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), LONGEST_STOP);
    try {
      await app.stop();
      await database.close();
    } catch (error) {
      log.error({ error }, 'the server did not stop cleanly');
    }
    await unlock();
    process.exit(0);
  };
  // A promise nobody waited for must not end everybody’s answers.
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled promise rejection'));
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  // The launcher of `npm start` is gone: nobody could stop us any more.
  process.on('disconnect', () => void stop());
}

const urlHost = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;

main().catch((error: unknown) => {
  process.stderr.write(`Parley could not start.\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
