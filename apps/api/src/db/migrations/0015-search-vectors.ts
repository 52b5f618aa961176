import { Migration } from '@mikro-orm/migrations';

/**
 * Messages and titles are found by the words that documents are found by (kernel/search-vector.ts), which the database cannot
 * make of a text. They are written with the text; a job adds those of texts that an older build wrote. No plan depends on
 * statistics of words, and making them takes thousands of messages apart.
 */
export class SearchVectors extends Migration {
  override up(): void {
    this.addSql(`
alter table "message_parts" add column "search" tsvector null;
alter table "message_parts" alter column "search" set statistics 0;
drop index "message_parts_text_search";
create index message_parts_search on message_parts using gin (search);
create index message_parts_unsearched on message_parts (message_id) where type = 'TEXT' and search is null;

alter table "chat_sessions" add column "title_search" tsvector null;
alter table "chat_sessions" alter column "title_search" set statistics 0;
create index chat_sessions_unsearched on chat_sessions (id) where title_search is null;
`);
  }
}
