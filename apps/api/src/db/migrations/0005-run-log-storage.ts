import { Migration } from '@mikro-orm/migrations';

/** The log of a run lives for seconds: compressing it costs more than the space it would save. */
export class RunLogStorage extends Migration {
  override up(): void {
    this.addSql(`alter table "run_event_batches" alter column "events" set storage external;`);
  }
}
