import type { SqlEntityManager } from '@mikro-orm/sql';
import { ChatSession } from './chat-session.entity.ts';

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
    return this.#fork().nativeDelete(ChatSession, { deletedAt: { $lte: before } });
  }
}
