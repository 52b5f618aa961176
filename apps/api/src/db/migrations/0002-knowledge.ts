import { Migration } from '@mikro-orm/migrations';

/** Collections, documents, their passages, what answers were given of them, files in messages. */
export class Knowledge extends Migration {
  override up(): void {
    this.addSql(`
create type "document_status" as enum ('PENDING', 'PROCESSING', 'READY', 'FAILED');
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

alter type "message_part_type" add value if not exists 'FILE' after 'TOOL';

alter table "collections" add constraint "collections_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;

alter table "documents" add constraint "documents_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "documents" add constraint "documents_collection_id_foreign" foreign key ("collection_id") references "collections" ("id") on delete cascade;
alter table "documents" add constraint "documents_session_id_foreign" foreign key ("session_id") references "chat_sessions" ("id") on delete set null;

alter table "chunks" add constraint "chunks_document_id_foreign" foreign key ("document_id") references "documents" ("id") on delete cascade;
alter table "chunks" add constraint "chunks_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;
alter table "chunks" add constraint "chunks_collection_id_foreign" foreign key ("collection_id") references "collections" ("id") on delete cascade;

alter table "citations" add constraint "citations_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;
alter table "citations" add constraint "citations_chunk_id_foreign" foreign key ("chunk_id") references "chunks" ("id") on delete cascade;
`);
  }
}
