import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { SearchColumn } from '../../db/search-column.ts';
import { Message } from './message.entity.ts';

export enum PartType {
  TEXT = 'TEXT',
  REASONING = 'REASONING',
  TOOL = 'TOOL',
  FILE = 'FILE',
}

/** One piece of a message, in order. */
@Entity({ tableName: 'message_parts' })
@Index({
  name: 'message_parts_search',
  expression: 'create index message_parts_search on message_parts using gin (search)',
})
export class MessagePartRow {
  @ManyToOne(() => Message, { primary: true, ref: true, deleteRule: 'cascade' })
  message!: Ref<Message>;

  /** From 0, in the order it was written. */
  @PrimaryKey({ type: 'integer' })
  ordinal!: number;

  /** As the run's events name it; unique among everything: clients keep parts by their id. */
  @Property({ type: 'string', length: 64 })
  partId!: string;

  @Enum({ items: () => PartType, nativeEnumName: 'message_part_type' })
  type!: PartType;

  @Property({ type: 'text' })
  text: string = '';

  /** What a text is found by; see text-search/search-vector.ts. Nothing else is searched: not what a model thought. */
  @Property({ type: SearchColumn, nullable: true, lazy: true })
  search: string | null = null;

  /** What a part that is not text has: tool name, arguments, result; the id of a file’s document. */
  @Property({ type: 'json', nullable: true })
  data: unknown = null;
}
