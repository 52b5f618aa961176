/**
 * What documents are searched with. `chunk_vectors` belongs to the pgvector adapter, the rest to the
 * lexical half. How many passages have a word is counted by triggers, so that it is right however
 * passages come and go. The row of an owner in `lexicon_totals` is locked first: counts never deadlock.
 */
export const passageSearch = `
create table "chunk_vectors" (
  "chunk_id" uuid not null references "chunks" ("id") on delete cascade,
  "embedder_id" varchar(200) not null,
  "owner_id" uuid not null,
  "document_id" uuid not null,
  "collection_id" uuid not null,
  "precision" varchar(20) not null,
  "embedding" vector not null,
  "metadata" jsonb not null,
  "is_indexed" boolean not null default false,
  primary key ("chunk_id", "embedder_id")
);
create index "chunk_vectors_owner_id_embedder_id_is_indexed_index" on "chunk_vectors" ("owner_id", "embedder_id", "is_indexed");
create index "chunk_vectors_document_id_index" on "chunk_vectors" ("document_id");
create index "chunk_vectors_hnsw_384" on "chunk_vectors" using hnsw (("embedding"::vector(384)) vector_cosine_ops) where "is_indexed" and vector_dims("embedding") = 384;

create table "chunk_terms" (
  "chunk_id" uuid not null primary key references "chunks" ("id") on delete cascade,
  "owner_id" uuid not null,
  "document_id" uuid not null,
  "collection_id" uuid not null,
  "metadata" jsonb not null,
  "length" int not null,
  "terms" int[] not null,
  "weights" sparsevec not null
);
alter table "chunk_terms" alter column "weights" set storage main;
create index "chunk_terms_owner_id_index" on "chunk_terms" ("owner_id");
create index "chunk_terms_document_id_index" on "chunk_terms" ("document_id");
create index "chunk_terms_terms_index" on "chunk_terms" using gin ("terms") with (fastupdate = off);

create table "term_counts" (
  "owner_id" uuid not null references "users" ("id") on delete cascade,
  "term" int not null,
  "chunk_count" int not null,
  primary key ("owner_id", "term")
) with (fillfactor = 70);
create table "lexicon_totals" (
  "owner_id" uuid not null primary key references "users" ("id") on delete cascade,
  "chunk_count" int not null,
  "total_length" bigint not null
) with (fillfactor = 50);

create function "count_added_terms"() returns trigger language plpgsql as $$
begin
  insert into lexicon_totals as kept (owner_id, chunk_count, total_length)
    select owner_id, count(*), sum(length) from added group by owner_id order by owner_id
    on conflict (owner_id) do update
    set chunk_count = kept.chunk_count + excluded.chunk_count, total_length = kept.total_length + excluded.total_length;
  insert into term_counts as kept (owner_id, term, chunk_count)
    select owner_id, term, count(*) from added, unnest(terms) as term group by owner_id, term
    on conflict (owner_id, term) do update set chunk_count = kept.chunk_count + excluded.chunk_count;
  return null;
end $$;
create function "count_removed_terms"() returns trigger language plpgsql as $$
begin
  update lexicon_totals as kept
    set chunk_count = kept.chunk_count - gone.chunks, total_length = kept.total_length - gone.length
    from (select owner_id, count(*) as chunks, sum(length) as length from removed group by owner_id order by owner_id) as gone
    where kept.owner_id = gone.owner_id;
  update term_counts as kept
    set chunk_count = kept.chunk_count - gone.chunks
    from (select owner_id, term, count(*) as chunks from removed, unnest(terms) as term group by owner_id, term) as gone
    where kept.owner_id = gone.owner_id and kept.term = gone.term;
  delete from term_counts as kept using (select distinct owner_id, unnest(terms) as term from removed) as gone
    where kept.owner_id = gone.owner_id and kept.term = gone.term and kept.chunk_count <= 0;
  return null;
end $$;
create trigger "chunk_terms_added" after insert on "chunk_terms" referencing new table as added
  for each statement execute function "count_added_terms"();
create trigger "chunk_terms_removed" after delete on "chunk_terms" referencing old table as removed
  for each statement execute function "count_removed_terms"();
`;
