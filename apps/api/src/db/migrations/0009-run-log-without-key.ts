import { Migration } from '@mikro-orm/migrations';

/**
 * Checking and locking a run for each row of its log was half of what the log cost the database, and one run erased
 * meanwhile would have kept all others from being written. What a lost run leaves is swept every hour.
 */
export class RunLogWithoutKey extends Migration {
  override up(): void {
    this.addSql(`alter table "run_event_batches" drop constraint "run_event_batches_run_id_foreign";`);
  }
}
