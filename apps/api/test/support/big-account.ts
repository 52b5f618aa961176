import type { SqlEntityManager } from '@mikro-orm/sql';

export interface BigAccount {
  /** Conversations in the list, beside the long one. */
  sessions: number;
  /** Messages of the long conversation, question and answer in turn. */
  messages: number;
  documents: number;
}

/** Fills an account by SQL alone: what takes years to come about. @returns the id of the long conversation. */
export async function fillAccount(
  em: SqlEntityManager,
  ownerId: string,
  { sessions, messages, documents }: BigAccount,
): Promise<string> {
  // With the digits that make it a UUID of version 7.
  const id = (kind: string, number: string): string =>
    `overlay(overlay(md5('${kind}${ownerId}' || ${number}) placing '7' from 13) placing '8' from 17)::uuid`;
  const sessionId = id('session', '0');
  const columns = 'id, created_at, owner_id, title, title_search, model_id, options, last_activity_at, updated_at';
  const moment = `now() - interval '1 minute' * n`;
  const statements = [
    `insert into chat_sessions (${columns})
     select ${id('session', 'n')}, ${moment}, '${ownerId}', 'Conversation about lighthouse ' || n, to_tsvector('simple', 'conversation about lighthouse ' || n), 'scripted:echo', '{"parameters":{}}', ${moment}, ${moment}
     from generate_series(0, ${sessions}) n`,
    `insert into messages (id, created_at, session_id, parent_id, depth, role, status, model_id, token_count)
     select ${id('message', 'n')}, now() - interval '1 second' * (${messages} - n), ${sessionId},
       case when n > 0 then ${id('message', '(n - 1)')} end, n, (case when n % 2 = 0 then 'USER' else 'ASSISTANT' end)::message_role,
       'COMPLETED', case when n % 2 = 1 then 'scripted:echo' end, 60
     from generate_series(0, ${messages - 1}) n`,
    `insert into message_parts (message_id, ordinal, part_id, type, text, search)
     select ${id('message', 'n')}, 0, 'text-' || n, 'TEXT', text, to_tsvector('simple', text)
     from (select n, repeat('The keeper of the lighthouse counts ships. ', 8) || 'Number ' || n as text from generate_series(0, ${messages - 1}) n) texts`,
    `insert into runs (id, created_at, owner_id, session_id, message_id, status, model_id, parameters, last_sequence, ended_at, duration_ms, log_segment_id)
     select ${id('run', 'n')}, now(), '${ownerId}', ${sessionId}, ${id('message', 'n')}, 'COMPLETED', 'scripted:echo', '{}', 9, now(), 900, ${id('run', '0')}
     from generate_series(1, ${messages - 1}, 2) n`,
    `insert into token_usages (id, created_at, user_id, request_type, model_id, session_id, run_id, prompt_tokens, completion_tokens,
       is_estimated, prompt_cost, completion_cost, total_cost, duration_ms, failed)
     select ${id('usage', 'n')}, now(), '${ownerId}', 'CHAT', 'scripted:echo', ${sessionId}, ${id('run', 'n')}, 90, 60, false, 0.01, 0.02, 0.03, 900, false
     from generate_series(1, ${messages - 1}, 2) n`,
    `update chat_sessions set active_leaf_id = ${id('message', String(messages - 1))}, message_count = ${messages} where id = ${sessionId}`,
    `insert into message_feedback (id, created_at, message_id, user_id, rating, categories)
     select ${id('feedback', 'n')}, now(), ${id('message', 'n')}, '${ownerId}', 'THUMBS_UP', '[]' from generate_series(1, ${messages - 1}, 20) n`,
    `insert into collections (id, created_at, owner_id, name, metadata) values (${id('collection', '0')}, now(), '${ownerId}', 'Big', '{}')`,
    `insert into documents (id, created_at, owner_id, collection_id, session_id, file_name, media_type, size_bytes, content_hash, storage_key, status, progress, chunk_count, metadata)
     select ${id('document', 'n')}, now(), '${ownerId}', ${id('collection', '0')}, ${id('session', 'n % 50')}, n || '.txt', 'text/plain', 10,
       md5('${ownerId}' || n), md5('key${ownerId}' || n), 'READY', 1, 1, '{}'
     from generate_series(1, ${documents}) n`,
    `insert into chunks (id, created_at, document_id, owner_id, collection_id, ordinal, text, token_count, location, metadata)
     select ${id('chunk', 'n')}, now(), ${id('document', 'n')}, '${ownerId}', ${id('collection', '0')}, 0, 'Ships and lights ' || n, 5, '{}', '{}'
     from generate_series(1, ${documents}) n`,
    `insert into citations (message_id, number, chunk_id, score, is_cited)
     select ${id('message', 'n')}, number, ${id('chunk', `(1 + (n + number) % ${documents})`)}, 0.5, true
     from generate_series(1, ${messages - 1}, 4) n, generate_series(1, 3) number`,
  ];
  for (const statement of statements) await em.execute(statement);
  for (const table of ['chat_sessions', 'messages', 'message_parts', 'runs', 'documents'])
    await em.execute(`analyze ${table}`);
  const [row] = await em.execute<{ id: string }[]>(`select ${sessionId} as id`);
  return row!.id;
}
