import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, ObjectType } from 'type-graphql';
import { BaseEntity } from '../../../db/base.entity.ts';
import { Node } from '../../../graphql/node.ts';
import { DateTime, JsonValue } from '../../../graphql/scalars.ts';
import { User } from '../../users/index.ts';

@ObjectType('Collection', {
  implements: Node,
  description: 'A set of documents of one user, searched together with one embedder.',
})
@Entity({ tableName: 'collections' })
@Unique({ properties: ['owner', 'name'] })
export class Collection extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Field(() => String, { description: 'Name, unique among the owner’s collections.' })
  @Property({ type: 'string', length: 100 })
  name!: string;

  @Field(() => String, {
    description: 'Embedder of the collection, as name and precision; `none` while it has no vectors.',
  })
  @Property({ type: 'string', length: 200 })
  embedder: string = 'none';

  @Field(() => JsonValue, { description: 'Custom metadata set by the owner.' })
  @Property({ type: 'json' })
  metadata: Record<string, unknown> = {};

  @Field(() => DateTime, { description: 'Time of creation.' })
  declare createdAt: Date;
}
