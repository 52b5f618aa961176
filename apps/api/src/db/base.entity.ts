import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { newId } from '../kernel/ids.ts';

/** What every table of ours has: a UUIDv7 and when the row was made. */
export abstract class BaseEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = newId();

  @Property({ type: 'datetime' })
  createdAt: Date = new Date();
}
