import type { SqlEntityManager } from '@mikro-orm/sql';
import { ChatSession } from './chat-session.entity.ts';

/** Conversations erased by one statement: it must not take long, whatever waits. */
const BATCH = 100;

/** Erases conversations that have been in the trash long enough; what belongs to them goes with them. */
export class Trash {
  readonly #fork: () => SqlEntityManager;
  readonly #days: number;

  constructor(fork: () => SqlEntityManager, days: number) {
    this.#fork = fork;
    this.#days = days;
  }

  /** @returns how many conversations were erased. */
  async empty(now: Date): Promise<number> {
    const before = new Date(now.getTime() - this.#days * 24 * 60 * 60 * 1_000);
    const em = this.#fork();
    for (let erased = 0; ;) {
      const due = await em.find(ChatSession, { deletedAt: { $lte: before } }, { fields: ['id'], limit: BATCH });
      erased += await em.nativeDelete(ChatSession, { id: { $in: due.map(({ id }) => id) } });
      if (due.length < BATCH) return erased;
    }
  }
}
