import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase, type EmptyDatabase } from '../../../test/support/test-database.ts';
import { type Database, openDatabase } from '../orm.ts';
import { databaseTrouble } from './database-away.ts';

/** A way to the server on which what is sent can vanish, as behind a firewall that has forgotten a connection. */
class LossyWay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSwallowing = false;
  readonly #lost = Promise.withResolvers<void>();
  /** Something was sent that never arrives. */
  readonly lost: Promise<void> = this.#lost.promise;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => [near, far].forEach((each) => each.destroy()));
      }
      let isLost = false;
      near.on('data', (bytes) => {
        isLost ||= this.#isSwallowing;
        if (isLost) this.#lost.resolve();
        else far.write(bytes);
      });
      far.on('data', (bytes) => near.write(bytes));
    });
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as { port: number }).port;
  }

  swallow(): void {
    this.#isSwallowing = true;
  }

  /** For new connections; on the old ones something is missing for ever. */
  heal(): void {
    this.#isSwallowing = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

describe.skipIf(!inject('templateDatabase'))('ConnectionWatch', () => {
  let own: EmptyDatabase;
  let way: LossyWay;
  let database: Database;

  beforeEach(async () => {
    own = await createEmptyDatabase();
    const url = new URL(own.url);
    way = new LossyWay(new URL(own.url));
    url.port = String(await way.open());
    database = await openDatabase({ url: url.href });
  });
  afterEach(async () => {
    await database.close();
    await way.close();
    await own.drop();
  });

  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => error,
    );

  it('gives up connections on which nobody answers, and the next query gets a new one', async () => {
    await database.fork().execute('select 1');
    way.swallow();
    expect(databaseTrouble(await failureOf(database.fork().execute('select 1')))).toBe('away');
    way.heal();
    expect(await database.fork().execute('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('notices that only one connection is lost', async () => {
    await database.fork().execute('select 1');
    way.swallow();
    const failure = failureOf(database.fork().execute('select 1'));
    await way.lost;
    way.heal();
    expect(databaseTrouble(await failure)).toBe('away');
  });

  it('leaves a query alone that the server is working on', async () => {
    expect(await database.fork().execute('select pg_sleep(9), 1 as one')).toEqual([{ pg_sleep: '', one: 1 }]);
  });
});
