import { Migration } from '@mikro-orm/migrations';

/**
 * Statistics of an index of words are made by taking thousands of messages apart, again each time a tenth of them is new:
 * 26 ms of the database for a long answer. No plan depends on them.
 */
export class SearchWithoutStatistics extends Migration {
  override up(): void {
    this.addSql(`alter index "message_parts_text_search" alter column 1 set statistics 0;`);
  }
}
