import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { searchMessagesInput } from '@parley/inputs';
import { checkInput } from '../../graphql/check-input.ts';
import { badInput } from '../../kernel/errors.ts';
import { isGiven } from '../../kernel/given.ts';
import { checkPageSize, decodeCursor, encodeCursor, page, type Page } from '../../kernel/pagination.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { searchQuery } from '../../text-search/search-vector.ts';
import { ChatSession, findParts, Message } from '../chat/index.ts';
import { snippetOf } from './message-search.rules.ts';
import type { MessageHit } from './message-search.type.ts';

/**
 * Hits that can be paged through; beyond that the query should be narrower. Of more, the newest are ranked: ranking reads
 * the words of every text, and somebody who has written a word ten thousand times would wait for seconds.
 */
const MAX_HITS = 1_000;

interface Found {
  message_id: string;
  session_id: string;
  score: number;
}

/** Searches what a person has written and read. The index is on the rows themselves, so a hit is never older than the text. */
export class MessageSearch {
  async search(
    em: SqlEntityManager,
    viewer: Viewer,
    args: { query: string; first: number; after?: string | null },
  ): Promise<Page<MessageHit>> {
    const { query: typed } = checkInput(searchMessagesInput, args);
    const size = checkPageSize('first', args.first);
    const from = isGiven(args.after) ? decodeCursor('after', args.after, 'number')[0] + 1 : 0;
    if (!Number.isInteger(from) || from < 0) throw badInput('after', 'after is not a valid cursor of this list.');
    const found = await this.#find(em, viewer, typed);
    const hits = await this.#load(em, found.slice(from, from + size), typed);
    const positions = new Map(hits.map((hit, index) => [hit, from + index]));
    return page(hits, (hit) => encodeCursor(positions.get(hit)!), {
      hasNextPage: found.length > from + size,
      hasPreviousPage: from > 0,
      totalCount: found.length,
    });
  }

  /** Messages with all the words; when there are none, those with any. */
  async #find(em: SqlEntityManager, viewer: Viewer, typed: string): Promise<Found[]> {
    const [all, any] = [searchQuery(typed, '&'), searchQuery(typed, '|')];
    if (all === '') return [];
    const found = await this.#match(em, viewer, all);
    return found.length > 0 || all === any ? found : this.#match(em, viewer, any);
  }

  #match(em: SqlEntityManager, viewer: Viewer, tsQuery: string): Promise<Found[]> {
    return em.execute<Found[]>(
      `with wanted as (select ?::tsquery as query),
       texts as materialized (
         select message.id as message_id, session.id as session_id, part.search
         from wanted, chat_sessions session
         join messages message on message.session_id = session.id and message.deleted_at is null
         join message_parts part on part.message_id = message.id and part.type = 'TEXT'
         where session.owner_id = ? and session.deleted_at is null
           and part.search @@ wanted.query
         order by message.created_at desc limit ${MAX_HITS}
       ),
       titles as materialized (
         select session.id as session_id, session.title_search from wanted, chat_sessions session
         where session.owner_id = ? and session.deleted_at is null and session.title_search @@ wanted.query
         order by session.last_activity_at desc limit ${MAX_HITS}
       ),
       hits as (
         select message_id, session_id, ts_rank_cd(search, wanted.query, 32) as score
         from wanted, texts
         union all
         select message.id, session_id, ts_rank_cd(title_search, wanted.query, 32)
         from wanted, titles
         join lateral (
           select id from messages
           where messages.session_id = titles.session_id and parent_id is null and deleted_at is null order by created_at limit 1
         ) message on true
       )
       select message_id, session_id, max(score)::float8 as score from hits
       group by message_id, session_id order by score desc, message_id desc limit ${MAX_HITS}`,
      [tsQuery, viewer.id, viewer.id],
    );
  }

  async #load(em: SqlEntityManager, found: readonly Found[], typed: string): Promise<MessageHit[]> {
    const messageIds = found.map(({ message_id }) => message_id);
    const messages = new Map(
      (await em.find(Message, { id: { $in: messageIds } })).map((message) => [message.id, message]),
    );
    const sessionIds = [...new Set(found.map(({ session_id }) => session_id))];
    const sessions = new Map(
      (await em.find(ChatSession, { id: { $in: sessionIds } })).map((session) => [session.id, session]),
    );
    const parts = await findParts(em, messageIds);
    return found.flatMap(({ message_id, session_id, score }) => {
      const message = messages.get(message_id);
      const session = sessions.get(session_id);
      if (!message || !session) return [];
      const { text, highlights } = snippetOf(textOf(parts.get(message_id) ?? []), typed);
      return [{ message, session, score, snippet: text, highlights }];
    });
  }
}
