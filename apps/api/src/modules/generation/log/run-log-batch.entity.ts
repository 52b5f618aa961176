import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp } from '@mikro-orm/core';

/**
 * What the live runs of one segment of the log said between two writes; compacted into their messages when they end. The
 * arrays have one element for each run. Without foreign keys, which would be checked for every row that is written.
 */
@Entity({ tableName: 'run_log_batches' })
export class RunLogBatch {
  [PrimaryKeyProp]?: ['segmentId', 'position'];

  @PrimaryKey({ type: 'uuid' })
  segmentId!: string;

  /** Counts up within a segment, with gaps. */
  @PrimaryKey({ type: 'bigint' })
  position!: string;

  @Property({ type: 'uuid[]' })
  runIds!: string[];

  @Property({ type: 'int[]' })
  firstSequences!: number[];

  @Property({ type: 'int[]' })
  lastSequences!: number[];

  /** The events of each run as a JSON array. Text, not jsonb: it is only ever read back whole. */
  @Property({ type: 'text[]' })
  events!: string[];
}
