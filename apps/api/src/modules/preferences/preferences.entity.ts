import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { PrimaryKeyProp, type Ref } from '@mikro-orm/core';
import { User } from '../users/index.ts';
import type { Preferences } from './preferences.type.ts';

/** What a person has chosen. */
@Entity({ tableName: 'preferences' })
export class PreferencesRow {
  [PrimaryKeyProp]?: 'user';

  @OneToOne(() => User, { primary: true, ref: true, owner: true, deleteRule: 'cascade' })
  user!: Ref<User>;

  /** Without what is as usual: `preferencesFrom` adds it. */
  @Property({ type: 'json' })
  options: Partial<Preferences> = {};
}
