import { Migration } from '@mikro-orm/migrations';

/**
 * A row of the log is for several runs: an entry in the index cost the database more than the row. Rows of about 2 KB stay
 * in their page. What open runs have logged is taken along. Instances of the release before go on writing their own
 * runs to `run_event_batches`; the next release drops it.
 *
 * The index of open runs knows nothing of their leases: those are renewed every few seconds, in place.
 */
export class RunLogSegments extends Migration {
  override up(): void {
    this.addSql(`
create table "run_log_batches" (
  "segment_id" uuid not null, "position" bigint not null, "run_ids" uuid[] not null,
  "first_sequences" int[] not null, "last_sequences" int[] not null, "events" text[] not null,
  primary key ("segment_id", "position")
) with (toast_tuple_target = 8160);
alter table "run_log_batches" alter column "events" set storage external;

alter table "runs" add column "log_segment_id" uuid null;
create index "runs_log_segment_id_index" on "runs" ("log_segment_id") where ended_at is null;
drop index "runs_status_lease_until_index";
alter table "runs" set (fillfactor = 80);

insert into "run_log_batches"
select "run_id", "first_sequence", array["run_id"], array["first_sequence"], array["last_sequence"], array["events"]
from "run_event_batches";
update "runs" set "log_segment_id" = "id" where "ended_at" is null;`);
  }
}
