import { Migration } from '@mikro-orm/migrations';

/** Full-text search over messages. One tsvector holds at most 1 MiB, so only the beginning of a very long text counts. */
export class MessageSearchIndex extends Migration {
  override up(): void {
    this.addSql(`
create index message_parts_text_search on message_parts
  using gin (to_tsvector('simple', left(text, 200000))) where type = 'TEXT';
`);
  }
}
