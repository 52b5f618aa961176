import { Migration } from '@mikro-orm/migrations';

/**
 * One row about the installation itself. A migration that takes something away sets `oldest_build` to the newest
 * migration a build must know to be able to work with what is left.
 */
export class Installation extends Migration {
  override up(): void {
    this.addSql(`
create table "installation" (
  "id" uuid not null default gen_random_uuid() primary key,
  "created_at" timestamptz not null default now(),
  "oldest_build" varchar(100) not null
);
create unique index "installation_is_one" on "installation" ((true));
insert into "installation" ("oldest_build") values ('0006-installation');
`);
  }
}
