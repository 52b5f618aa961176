import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A counter of the rate limiter. The library writes rows by position: the order of the columns is fixed. */
@Entity({ tableName: 'rate_limit_counters' })
export class RateLimitCounter {
  @PrimaryKey({ type: 'string', length: 255 })
  key!: string;

  @Property({ type: 'integer' })
  points: number = 0;

  /** When the window ends, in milliseconds since 1970. */
  @Property({ type: 'bigint', nullable: true })
  expire: string | null = null;
}
