import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { Node } from '../../graphql/node.ts';
import { DateTime } from '../../graphql/scalars.ts';

export enum Role {
  USER = 'USER',
  ADMIN = 'ADMIN',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'Role of a user.',
  valuesConfig: {
    USER: { description: 'Can use their own conversations and documents.' },
    ADMIN: { description: 'Can also view and manage the server and all users’ usage.' },
  },
});

@ObjectType('User', { implements: Node, description: 'A user account.' })
@Entity({ tableName: 'users' })
export class User extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  /** Trimmed and in lower case. */
  @Field(() => String, { description: 'Email address for signing in, in lower case.' })
  @Property({ type: 'string', length: 320, unique: true })
  email!: string;

  @Field(() => String, { description: 'Display name.' })
  @Property({ type: 'string', length: 100 })
  displayName!: string;

  @Field(() => Role, { description: 'Role.' })
  @Enum({ items: () => Role, nativeEnumName: 'role' })
  role: Role = Role.USER;

  @Field(() => Boolean, { description: 'True when the email address is verified.' })
  @Property({ type: 'boolean' })
  emailVerified: boolean = false;

  /** Set while an administrator keeps the person out. */
  @Property({ type: 'datetime', nullable: true })
  disabledAt: Date | null = null;

  @Field(() => DateTime, { description: 'Time of creation.' })
  declare createdAt: Date;
}
