/**
 * Every table but those of searching passages.
 *
 * `runs`: the index of open runs has no leases, which are renewed every few seconds, in place. `run_log_batches` has no foreign
 * key, which would be checked for each row; a row of about 2 KB stays in its page, and compressing what lives for seconds costs
 * more than it saves. Columns for searching have no statistics: no plan depends on them, and making them takes thousands of
 * messages apart. `usage_days` has sums by day (UTC), complete before `installation.usage_days_until`.
 */
export const tables = `
create extension if not exists vector;

create type "role" as enum ('USER', 'ADMIN');
create type "request_type" as enum ('CHAT', 'TITLE', 'SUMMARY', 'EMBEDDING', 'WORKFLOW', 'TOOL', 'API');
create type "title_source" as enum ('DEFAULT', 'MODEL', 'USER');
create type "message_role" as enum ('SYSTEM', 'USER', 'ASSISTANT');
create type "message_status" as enum ('PENDING', 'STREAMING', 'COMPLETED', 'CANCELLED', 'INTERRUPTED', 'FAILED');
create type "run_status" as enum ('QUEUED', 'RUNNING', 'COMPLETED', 'CANCELLED', 'INTERRUPTED', 'FAILED');
create type "message_part_type" as enum ('TEXT', 'REASONING', 'TOOL', 'FILE');
create type "feedback_rating" as enum ('THUMBS_UP', 'THUMBS_DOWN');
create type "document_status" as enum ('PENDING', 'PROCESSING', 'READY', 'FAILED');
create type "search_mode" as enum ('HYBRID', 'SEMANTIC', 'KEYWORD');

create table "model_prices" ("id" uuid not null, "created_at" timestamptz not null, "model_id" varchar(300) not null, "input_price_per_million" numeric(24,12) not null, "output_price_per_million" numeric(24,12) not null, "valid_from" timestamptz not null, primary key ("id"));
create index "model_prices_model_id_valid_from_index" on "model_prices" ("model_id", "valid_from");

create table "rate_limit_counters" ("key" varchar(255) not null, "points" int not null default 0, "expire" bigint null, primary key ("key"));

create table "users" ("id" uuid not null, "created_at" timestamptz not null, "email" varchar(320) not null, "display_name" varchar(100) not null, "role" "role" not null default 'USER', "email_verified" boolean not null default false, "disabled_at" timestamptz null, primary key ("id"));
alter table "users" add constraint "users_email_unique" unique ("email");

create table "token_usages" ("id" uuid not null, "created_at" timestamptz not null, "user_id" uuid not null, "request_type" "request_type" not null, "model_id" varchar(300) not null, "session_id" uuid null, "run_id" uuid null, "prompt_tokens" int not null, "completion_tokens" int not null, "is_estimated" boolean not null, "prompt_cost" numeric(24,12) not null, "completion_cost" numeric(24,12) not null, "total_cost" numeric(24,12) not null, "price_id" uuid null, "duration_ms" int not null, "time_to_first_token_ms" int null, "failed" boolean not null default false, primary key ("id"));
create index "token_usages_session_id_index" on "token_usages" ("session_id");
create index "token_usages_run_id_index" on "token_usages" ("run_id");
create index "token_usages_user_id_created_at_index" on "token_usages" ("user_id", "created_at");
create index "token_usages_created_at_index" on "token_usages" ("created_at");

create table "preferences" ("user_id" uuid not null, "options" jsonb not null, primary key ("user_id"));

create table "password_credentials" ("user_id" uuid not null, "password_hash" varchar(255) not null, "updated_at" timestamptz not null, primary key ("user_id"));

create table "chat_sessions" ("id" uuid not null, "created_at" timestamptz not null, "owner_id" uuid not null, "title" varchar(200) not null, "title_source" "title_source" not null default 'DEFAULT', "model_id" varchar(300) not null, "options" jsonb not null, "is_pinned" boolean not null default false, "is_archived" boolean not null default false, "active_leaf_id" uuid null, "message_count" int not null default 0, "context_tokens" int not null default 0, "last_activity_at" timestamptz(3) not null, "updated_at" timestamptz not null, "deleted_at" timestamptz null, "title_search" tsvector not null, primary key ("id"));
alter table "chat_sessions" alter column "title_search" set statistics 0;
create index "chat_sessions_deleted_at_index" on "chat_sessions" ("deleted_at");
create index "chat_sessions_owner_id_last_activity_at_id_index" on "chat_sessions" ("owner_id", "last_activity_at", "id");

create table "messages" ("id" uuid not null, "created_at" timestamptz not null, "session_id" uuid not null, "parent_id" uuid null, "depth" int not null, "role" "message_role" not null, "status" "message_status" not null, "model_id" varchar(300) null, "token_count" int not null default 0, "request_hash" varchar(64) null, "deleted_at" timestamptz null, primary key ("id"));
create index "messages_parent_id_index" on "messages" ("parent_id");
create index "messages_session_id_parent_id_index" on "messages" ("session_id", "parent_id");

create table "runs" ("id" uuid not null, "created_at" timestamptz not null, "owner_id" uuid not null, "session_id" uuid not null, "message_id" uuid not null, "status" "run_status" not null default 'QUEUED', "model_id" varchar(300) not null, "parameters" jsonb not null, "system_prompt" text null, "context" jsonb null, "last_sequence" int not null default -1, "finish_reason" varchar(100) null, "error_code" varchar(50) null, "error_message" text null, "time_to_first_token_ms" int null, "duration_ms" int null, "lease_owner" uuid null, "lease_until" timestamptz null, "layout" jsonb null, "ended_at" timestamptz null, "log_segment_id" uuid not null, primary key ("id")) with (fillfactor = 80);
create index "runs_session_id_index" on "runs" ("session_id");
alter table "runs" add constraint "runs_message_id_unique" unique ("message_id");
create index "runs_log_segment_id_index" on "runs" ("log_segment_id") where ended_at is null;

create table "run_log_batches" ("segment_id" uuid not null, "position" bigint not null, "run_ids" uuid[] not null, "first_sequences" int[] not null, "last_sequences" int[] not null, "events" text[] not null, primary key ("segment_id", "position")) with (toast_tuple_target = 8160);
alter table "run_log_batches" alter column "events" set storage external;

create table "message_parts" ("message_id" uuid not null, "ordinal" int not null, "part_id" varchar(64) not null, "type" "message_part_type" not null, "text" text not null default '', "data" jsonb null, "search" tsvector null, primary key ("message_id", "ordinal"));
alter table "message_parts" alter column "search" set statistics 0;
create index message_parts_search on message_parts using gin (search);

create table "message_feedback" ("id" uuid not null, "created_at" timestamptz not null, "message_id" uuid not null, "user_id" uuid not null, "rating" "feedback_rating" null, "stars" smallint null, "categories" jsonb not null, "text" text null, "reported_issue" text null, "is_reviewed" boolean not null default false, primary key ("id"));
alter table "message_feedback" add constraint "message_feedback_message_id_user_id_unique" unique ("message_id", "user_id");

create table "auth_sessions" ("id" varchar(64) not null, "user_id" uuid not null, "expires_at" timestamptz not null, "created_at" timestamptz not null, "address" varchar(64) not null default '', "user_agent" varchar(400) not null default '', primary key ("id"));
create index "auth_sessions_user_id_index" on "auth_sessions" ("user_id");

create table "conversation_summaries" ("id" uuid not null, "created_at" timestamptz not null, "session_id" uuid not null, "message_id" uuid not null, "message_count" int not null, "text" text not null, "token_count" int not null, "model_id" varchar(300) not null, primary key ("id"));
create index "conversation_summaries_session_id_index" on "conversation_summaries" ("session_id");
create index "conversation_summaries_message_id_index" on "conversation_summaries" ("message_id");

create table "collections" ("id" uuid not null, "created_at" timestamptz not null, "owner_id" uuid not null, "name" varchar(100) not null, "embedder" varchar(200) not null default 'none', "metadata" jsonb not null, primary key ("id"));
alter table "collections" add constraint "collections_owner_id_name_unique" unique ("owner_id", "name");

create table "documents" ("id" uuid not null, "created_at" timestamptz not null, "owner_id" uuid not null, "collection_id" uuid not null, "session_id" uuid null, "file_name" varchar(255) not null, "media_type" varchar(100) not null, "size_bytes" int not null, "content_hash" varchar(64) not null, "storage_key" varchar(64) not null, "status" "document_status" not null default 'PENDING', "progress" double precision not null default 0, "error_code" varchar(50) null, "error_message" text null, "chunk_count" int not null default 0, "is_active" boolean not null default true, "metadata" jsonb not null, primary key ("id"));
create index "documents_collection_id_index" on "documents" ("collection_id");
create index "documents_session_id_index" on "documents" ("session_id");
create index "documents_owner_id_id_index" on "documents" ("owner_id", "id");
alter table "documents" add constraint "documents_owner_id_content_hash_unique" unique ("owner_id", "content_hash");

create table "chunks" ("id" uuid not null, "created_at" timestamptz not null, "document_id" uuid not null, "owner_id" uuid not null, "collection_id" uuid not null, "ordinal" int not null, "text" text not null, "token_count" int not null, "location" jsonb not null, "metadata" jsonb not null, primary key ("id"));
create index "chunks_owner_id_index" on "chunks" ("owner_id");
create index "chunks_collection_id_index" on "chunks" ("collection_id");
alter table "chunks" add constraint "chunks_document_id_ordinal_unique" unique ("document_id", "ordinal");

create table "citations" ("message_id" uuid not null, "number" int not null, "chunk_id" uuid not null, "score" double precision not null, "is_cited" boolean not null default false, primary key ("message_id", "number"));
create index "citations_chunk_id_index" on "citations" ("chunk_id");

create table "session_retrievals" ("session_id" uuid not null, "is_enabled" boolean not null default true, "mode" "search_mode" not null default 'HYBRID', "top_k" int not null default 5, "min_score" double precision not null default 0.1, "collection_ids" jsonb null, "excluded_document_ids" jsonb not null, primary key ("session_id"));

create table "usage_days" (
  "day" date not null, "user_id" uuid not null, "model_id" varchar(300) not null, "request_type" "request_type" not null,
  "requests" bigint not null, "failed_requests" bigint not null,
  "prompt_tokens" bigint not null, "completion_tokens" bigint not null,
  "prompt_cost" numeric(36,12) not null, "completion_cost" numeric(36,12) not null, "total_cost" numeric(36,12) not null,
  "duration_ms" bigint not null, "first_token_ms" bigint not null, "first_token_requests" bigint not null,
  "duration_buckets" smallint[] not null, "duration_counts" int[] not null, "unpriced_requests" bigint not null default 0,
  primary key ("day", "user_id", "model_id", "request_type")
);
create index "usage_days_user_id_day_index" on "usage_days" ("user_id", "day");

create table "installation" (
  "id" uuid not null default gen_random_uuid() primary key,
  "created_at" timestamptz not null default now(),
  "oldest_build" varchar(100) not null,
  "usage_days_until" date null
);
create unique index "installation_is_one" on "installation" ((true));
insert into "installation" ("oldest_build") values ('0001-schema');

alter table "token_usages" add constraint "token_usages_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
alter table "preferences" add constraint "preferences_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;
alter table "password_credentials" add constraint "password_credentials_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;
alter table "chat_sessions" add constraint "chat_sessions_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "messages" add constraint "messages_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete cascade;
alter table "runs" add constraint "runs_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "runs" add constraint "runs_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete cascade;
alter table "runs" add constraint "runs_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "message_parts" add constraint "message_parts_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "message_feedback" add constraint "message_feedback_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "message_feedback" add constraint "message_feedback_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
alter table "auth_sessions" add constraint "auth_sessions_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
alter table "conversation_summaries" add constraint "conversation_summaries_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete cascade;
alter table "conversation_summaries" add constraint "conversation_summaries_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "collections" add constraint "collections_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "documents" add constraint "documents_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "documents" add constraint "documents_collection_id_foreign" foreign key ("collection_id") references "collections" ("id") on delete cascade;
alter table "documents" add constraint "documents_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete set null;
alter table "chunks" add constraint "chunks_document_id_foreign" foreign key ("document_id") references "documents" ("id") on delete cascade;
alter table "chunks" add constraint "chunks_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "chunks" add constraint "chunks_collection_id_foreign" foreign key ("collection_id") references "collections" ("id") on delete cascade;
alter table "citations" add constraint "citations_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "citations" add constraint "citations_chunk_id_foreign" foreign key ("chunk_id") references "chunks" ("id") on delete cascade;
alter table "session_retrievals" add constraint "session_retrievals_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on update cascade on delete cascade;
alter table "usage_days" add constraint "usage_days_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
`;
