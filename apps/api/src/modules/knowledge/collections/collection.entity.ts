import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, ObjectType } from 'type-graphql';
import { BaseEntity } from '../../../db/base.entity.ts';
import { Node } from '../../../graphql/node.ts';
import { DateTime, JsonValue } from '../../../graphql/scalars.ts';
import { User } from '../../users/index.ts';

@ObjectType('Collection', {
  implements: Node,
  description: 'Documents of a person that are searched together, with one embedder.',
})
@Entity({ tableName: 'collections' })
@Unique({ properties: ['owner', 'name'] })
export class Collection extends BaseEntity {
  @Field(() => ID, { description: 'Unique among everything.' })
  declare id: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Field(() => String, { description: 'What it is called; unique among its owner’s.' })
  @Property({ type: 'string', length: 100 })
  name!: string;

  @Field(() => String, {
    description: 'What makes its vectors, as name of the embedder with its precision; `none` while it has no vectors.',
  })
  @Property({ type: 'string', length: 200 })
  embedder: string = 'none';

  @Field(() => JsonValue, { description: 'Whatever its owner wants to keep with it.' })
  @Property({ type: 'json' })
  metadata: Record<string, unknown> = {};

  @Field(() => DateTime, { description: 'When it was made.' })
  declare createdAt: Date;
}
