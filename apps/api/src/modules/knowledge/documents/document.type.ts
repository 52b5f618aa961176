import { connectionOf } from '../../../graphql/connection.ts';
import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { JsonValue } from '../../../graphql/scalars.ts';
import { Chunk } from './chunk.entity.ts';
import { Document } from './document.entity.ts';

export const ChunkConnection = connectionOf(Chunk, 'Chunk');
export const DocumentConnection = connectionOf(Document, 'Document');

@InputType({ description: 'Changes to a document; omitted fields stay unchanged.' })
export class UpdateDocumentInput {
  @Field(() => ID, { description: 'The document.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A new name, 1 to 200 characters.' })
  fileName?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False excludes it from all searches.' })
  isActive?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Moves it to this collection.' })
  collectionId?: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'New metadata for searches, a JSON object that replaces the previous one.',
  })
  metadata?: unknown;

  @Field(() => ID, {
    nullable: true,
    description: 'Limits it to this conversation; an explicit null makes it available to all conversations.',
  })
  sessionId?: string | null;
}

@ObjectType({ description: 'File storage of a user.' })
export class StorageUse {
  @Field(() => Float, { description: 'Total size of all files, in bytes.' })
  usedBytes!: number;

  @Field(() => Float, { description: 'Maximum total size, in bytes.' })
  limitBytes!: number;

  @Field(() => Float, { description: 'Maximum size of one file, in bytes.' })
  maxFileBytes!: number;
}
