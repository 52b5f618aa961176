import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Run } from './run.entity.ts';

/** A stretch of a live run's events in the log; compacted into the message when the run ends. */
@Entity({ tableName: 'run_event_batches' })
export class RunEventBatch {
  @ManyToOne(() => Run, { primary: true, ref: true, deleteRule: 'cascade' })
  run!: Ref<Run>;

  @PrimaryKey({ type: 'integer' })
  firstSequence!: number;

  @Property({ type: 'integer' })
  lastSequence!: number;

  /** The events as a JSON array. Text, not jsonb: it is only ever read back whole. */
  @Property({ type: 'text' })
  events!: string;
}
