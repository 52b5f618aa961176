import { Migration } from '@mikro-orm/migrations';

/** Questions and titles were stored with what should have made their vectors; the job of 0015 makes them. */
export class QuestionVectors extends Migration {
  override up(): void {
    this.addSql(`
update "message_parts" set "search" = null from "messages"
where "messages"."id" = "message_parts"."message_id" and "messages"."role" = 'USER' and "message_parts"."type" = 'TEXT';
update "chat_sessions" set "title_search" = null;
`);
  }
}
