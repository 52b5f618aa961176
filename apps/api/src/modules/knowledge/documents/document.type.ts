import { connectionOf } from '../../../graphql/connection.ts';
import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { JsonValue } from '../../../graphql/scalars.ts';
import { Chunk } from './chunk.entity.ts';
import { Document } from './document.entity.ts';

export const ChunkConnection = connectionOf(Chunk, 'Chunk');
export const DocumentConnection = connectionOf(Document, 'Document');

@InputType({ description: 'Changes of a document; what is left out stays.' })
export class UpdateDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new name, 1 to 200 characters.' })
  fileName?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False keeps it out of every search.' })
  isActive?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Moves it to this collection.' })
  collectionId?: string | null;

  @Field(() => JsonValue, { nullable: true, description: 'Another JSON object to find its passages by.' })
  metadata?: unknown;

  @Field(() => ID, {
    nullable: true,
    description: 'Keeps it to this conversation; an explicit null lets every conversation look into it.',
  })
  sessionId?: string | null;
}

@ObjectType({ description: 'Room for files.' })
export class StorageUse {
  @Field(() => Float, { description: 'Bytes all files take.' })
  usedBytes!: number;

  @Field(() => Float, { description: 'Bytes they may take.' })
  limitBytes!: number;

  @Field(() => Float, { description: 'Bytes one file may have.' })
  maxFileBytes!: number;
}
