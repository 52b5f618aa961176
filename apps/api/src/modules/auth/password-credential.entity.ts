import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { type Ref, PrimaryKeyProp } from '@mikro-orm/core';
import { User } from '../users/index.ts';

/** How a person proves who they are with a password. Other ways (OIDC, passkeys) get tables of their own. */
@Entity({ tableName: 'password_credentials' })
export class PasswordCredential {
  [PrimaryKeyProp]?: 'user';

  @OneToOne(() => User, { primary: true, ref: true, owner: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  /** argon2id in PHC string format, parameters included. */
  @Property({ type: 'string', length: 255 })
  passwordHash!: string;

  @Property({ type: 'datetime', onUpdate: () => new Date() })
  updatedAt: Date = new Date();
}
