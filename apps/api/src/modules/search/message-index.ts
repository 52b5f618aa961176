import type { SqlEntityManager } from '@mikro-orm/sql';
import { searchVector } from '../../kernel/search-vector.ts';

/** Texts that are read at once. */
const BATCH = 100;

/** Makes texts findable that an older build wrote, or that were restored from its backup. */
export class MessageIndex {
  readonly #fork: () => SqlEntityManager;

  constructor(fork: () => SqlEntityManager) {
    this.#fork = fork;
  }

  /** May be repeated or stopped at any time. @throws its reason when the signal is aborted. */
  async run(signal?: AbortSignal): Promise<void> {
    const em = this.#fork();
    while (await addMessages(em)) signal?.throwIfAborted();
    while (await addTitles(em)) signal?.throwIfAborted();
  }
}

async function addMessages(em: SqlEntityManager): Promise<boolean> {
  const rows = await em.execute<{ message_id: string; ordinal: number; text: string }[]>(
    `select message_id, ordinal, text from message_parts where type = 'TEXT' and search is null limit ${BATCH}`,
  );
  for (const { message_id, ordinal, text } of rows)
    await em.execute('update message_parts set search = ?::tsvector where message_id = ? and ordinal = ?', [
      searchVector(text),
      message_id,
      ordinal,
    ]);
  return rows.length > 0;
}

async function addTitles(em: SqlEntityManager): Promise<boolean> {
  const rows = await em.execute<{ id: string; title: string }[]>(
    `select id, title from chat_sessions where title_search is null limit ${BATCH}`,
  );
  for (const { id, title } of rows)
    await em.execute('update chat_sessions set title_search = ?::tsvector where id = ? and title = ?', [
      searchVector(title),
      id,
      title,
    ]);
  return rows.length > 0;
}
