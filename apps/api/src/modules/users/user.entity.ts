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
  description: 'What a person may do.',
  valuesConfig: {
    USER: { description: 'Uses their own conversations.' },
    ADMIN: { description: 'Also sees and manages everybody’s.' },
  },
});

@ObjectType('User', { implements: Node, description: 'A person with an account.' })
@Entity({ tableName: 'users' })
export class User extends BaseEntity {
  @Field(() => ID, { description: 'Unique among everything.' })
  declare id: string;

  /** Trimmed and in lower case. */
  @Field(() => String, { description: 'E-mail address, in lower case; the name to sign in with.' })
  @Property({ type: 'string', length: 320, unique: true })
  email!: string;

  @Field(() => String, { description: 'How the person is called in the app.' })
  @Property({ type: 'string', length: 100 })
  displayName!: string;

  @Field(() => Role, { description: 'What the person may do.' })
  @Enum({ items: () => Role, nativeEnumName: 'role' })
  role: Role = Role.USER;

  @Field(() => Boolean, { description: 'True when the person has proved that the address is theirs.' })
  @Property({ type: 'boolean' })
  emailVerified: boolean = false;

  /** Set while an administrator keeps the person out. */
  @Property({ type: 'datetime', nullable: true })
  disabledAt: Date | null = null;

  @Field(() => DateTime, { description: 'When the account was made.' })
  declare createdAt: Date;
}
