import { Migration } from '@mikro-orm/migrations';
import { analytics } from './0001-schema/analytics.ts';
import { passageSearch } from './0001-schema/passage-search.ts';
import { tables } from './0001-schema/tables.ts';

/**
 * The schema of the first release.
 *
 * A later migration that takes something away sets `installation.oldest_build` to the newest migration that a build must know to
 * be able to work with what is left. One that changes a column that a view shows creates the view again, with the same columns.
 */
export class Schema extends Migration {
  override up(): void {
    this.addSql(tables);
    this.addSql(passageSearch);
    this.addSql(analytics);
  }
}
