import { Migration } from '@mikro-orm/migrations';

/**
 * Sums of calls to models by day (UTC), person, model and kind, and up to which day they are complete. A job fills the
 * table, so that an installation with years of calls starts at once. Buckets of durations: modules/usage/duration-histogram.ts.
 */
export class UsageDays extends Migration {
  override up(): void {
    this.addSql(`
create table "usage_days" (
  "day" date not null, "user_id" uuid not null, "model_id" varchar(300) not null, "request_type" "request_type" not null,
  "requests" bigint not null, "failed_requests" bigint not null,
  "prompt_tokens" bigint not null, "completion_tokens" bigint not null,
  "prompt_cost" numeric(36,12) not null, "completion_cost" numeric(36,12) not null, "total_cost" numeric(36,12) not null,
  "duration_ms" bigint not null, "first_token_ms" bigint not null, "first_token_requests" bigint not null,
  "duration_buckets" smallint[] not null, "duration_counts" int[] not null,
  primary key ("day", "user_id", "model_id", "request_type")
);
alter table "usage_days" add constraint "usage_days_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;
create index "usage_days_user_id_day_index" on "usage_days" ("user_id", "day");

alter table "installation" add column "usage_days_until" date null;`);
  }
}
