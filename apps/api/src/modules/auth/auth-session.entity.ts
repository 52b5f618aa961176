import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { User } from '../users/index.ts';

/** A signed-in browser. The cookie's token is random; only its hash is kept here. */
@Entity({ tableName: 'auth_sessions' })
export class AuthSession {
  /** SHA-256 of the token, in hexadecimal. */
  @PrimaryKey({ type: 'string', length: 64 })
  id!: string;

  @Index()
  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  @Property({ type: 'datetime' })
  expiresAt!: Date;

  @Property({ type: 'datetime' })
  createdAt: Date = new Date();

  @Property({ type: 'string', length: 64 })
  address: string = '';

  @Property({ type: 'string', length: 400 })
  userAgent: string = '';
}
