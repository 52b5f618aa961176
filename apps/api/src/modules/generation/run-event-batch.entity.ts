import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';

/**
 * A stretch of a live run's events in the log; compacted into the message when the run ends. Without a foreign key,
 * which would be checked for every row that is written.
 */
@Entity({ tableName: 'run_event_batches' })
export class RunEventBatch {
  [PrimaryKeyProp]?: ['runId', 'firstSequence'];

  @PrimaryKey({ type: 'uuid' })
  runId!: string;

  @PrimaryKey({ type: 'integer' })
  firstSequence!: number;

  @Property({ type: 'integer' })
  lastSequence!: number;

  /** The events as a JSON array. Text, not jsonb: it is only ever read back whole. */
  @Property({ type: 'text' })
  events!: string;
}
