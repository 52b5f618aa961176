import { Migration } from '@mikro-orm/migrations';

/** What models wrote down of older messages, and who wants that; `analytics.runs` tells how many messages it stood for. */
export class ConversationSummaries extends Migration {
  override up(): void {
    this.addSql(`
create table "conversation_summaries" ("id" uuid not null, "created_at" timestamptz not null, "session_id" uuid not null, "message_id" uuid not null, "message_count" int not null, "text" text not null, "token_count" int not null, "model_id" varchar(300) not null, primary key ("id"));
create index "conversation_summaries_session_id_index" on "conversation_summaries" ("session_id");
create index "conversation_summaries_message_id_index" on "conversation_summaries" ("message_id");
alter table "conversation_summaries" add constraint "conversation_summaries_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete cascade;
alter table "conversation_summaries" add constraint "conversation_summaries_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;

alter table "chat_sessions" add column "auto_summarisation" boolean null;
alter table "preferences" add column "auto_summarisation" boolean not null default true;

create or replace view analytics.runs as
select run.id as run_id, run.created_at, run.ended_at, run.owner_id as user_id, run.session_id, run.message_id,
  split_part(run.model_id, ':', 1) as provider, run.model_id, run.status::text as status, run.finish_reason, run.error_code,
  run.duration_ms, run.time_to_first_token_ms, usage.prompt_tokens, usage.completion_tokens, usage.is_estimated, usage.total_cost,
  (run.context->>'messageCount')::int as context_messages, (run.context->>'droppedMessageCount')::int as dropped_messages,
  (run.context->>'passageTokens')::int as passage_tokens,
  (select count(*) from citations where citations.message_id = run.message_id) as passages_given,
  (select count(*) from citations where citations.message_id = run.message_id and citations.is_cited) as passages_cited,
  (run.context->'summary'->>'messageCount')::int as summarised_messages
from runs run
left join token_usages usage on usage.run_id = run.id and usage.request_type = 'CHAT';
`);
  }
}
