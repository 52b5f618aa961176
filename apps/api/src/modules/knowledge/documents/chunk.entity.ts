import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { type Ref } from '@mikro-orm/core';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { BaseEntity } from '../../../db/base.entity.ts';
import { Node } from '../../../graphql/node.ts';
import { User } from '../../users/index.ts';
import { Collection } from '../collections/collection.entity.ts';
import { Document } from './document.entity.ts';

@ObjectType('ChunkLocation', {
  description: 'Location of a passage in its document. Only the fields that apply to the file type are set.',
})
export class ChunkLocation {
  @Field(() => Int, { nullable: true, description: 'Page, from 1, in a PDF.' })
  page?: number | null;

  @Field(() => Int, { nullable: true, description: 'First line, from 1, in a text.' })
  line?: number | null;

  @Field(() => Int, { nullable: true, description: 'Last line, in a text.' })
  endLine?: number | null;

  @Field(() => Int, { nullable: true, description: 'First record, from 1 without the header, in a CSV.' })
  row?: number | null;

  @Field(() => Int, { nullable: true, description: 'Last record, in a CSV.' })
  endRow?: number | null;

  @Field(() => String, { nullable: true, description: 'Path of the value in a JSON, for example `$.items[3]`.' })
  path?: string | null;
}

@ObjectType('Chunk', {
  implements: Node,
  description: 'A passage of a document: the unit that is searched, sent to a model and cited.',
})
@Entity({ tableName: 'chunks' })
@Unique({ properties: ['document', 'ordinal'] })
export class Chunk extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @ManyToOne(() => Document, { ref: true, deleteRule: 'cascade' })
  document!: Ref<Document>;

  /** Whose it is: in the same row as the text, so that every search can ask for it. */
  @Index()
  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade' })
  owner!: Ref<User>;

  @Index()
  @ManyToOne(() => Collection, { ref: true, deleteRule: 'cascade' })
  collection!: Ref<Collection>;

  @Field(() => Int, { description: 'Position in the document, starting at 0.' })
  @Property({ type: 'integer' })
  ordinal!: number;

  @Field(() => String, { description: 'Text of the passage.' })
  @Property({ type: 'text' })
  text!: string;

  @Field(() => Int, { description: 'Length in tokens.' })
  @Property({ type: 'integer' })
  tokenCount!: number;

  @Field(() => ChunkLocation, { description: 'Location in the document.' })
  @Property({ type: 'json' })
  location: ChunkLocation = {};

  /** The document's metadata and what is known about the chunk alone, for filters. */
  @Property({ type: 'json' })
  metadata: Record<string, unknown> = {};
}
