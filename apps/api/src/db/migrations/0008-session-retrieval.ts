import { Migration } from '@mikro-orm/migrations';

/** How a conversation looks into documents; a conversation without a row does it as usual. */
export class SessionRetrievals extends Migration {
  override up(): void {
    this.addSql(`
create type "search_mode" as enum ('HYBRID', 'SEMANTIC', 'KEYWORD');
create table "session_retrievals" ("session_id" uuid not null, "is_enabled" boolean not null default true, "mode" "search_mode" not null default 'HYBRID', "top_k" int not null default 5, "min_score" double precision not null default 0.1, "collection_ids" jsonb null, "excluded_document_ids" jsonb not null, primary key ("session_id"));
alter table "session_retrievals" add constraint "session_retrievals_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on update cascade on delete cascade;
`);
  }
}
