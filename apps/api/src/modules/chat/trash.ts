import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../../kernel/log.ts';
import { ChatSession } from './chat-session.entity.ts';

const INTERVAL = 60 * 60 * 1_000;

/** Erases conversations that have been in the trash long enough; what belongs to them goes with them. */
export class Trash {
  readonly #fork: () => SqlEntityManager;
  readonly #days: number;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;

  constructor(fork: () => SqlEntityManager, days: number, log: Log) {
    this.#fork = fork;
    this.#days = days;
    this.#log = log;
  }

  start(): void {
    const empty = (): void =>
      void this.empty(new Date()).catch((error: unknown) => this.#log.error({ error }, 'trash could not be emptied'));
    this.#timer = setInterval(empty, INTERVAL);
    this.#timer.unref();
    empty();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @returns how many conversations were erased. */
  async empty(now: Date): Promise<number> {
    const before = new Date(now.getTime() - this.#days * 24 * 60 * 60 * 1_000);
    return this.#fork().nativeDelete(ChatSession, { deletedAt: { $lte: before } });
  }
}
