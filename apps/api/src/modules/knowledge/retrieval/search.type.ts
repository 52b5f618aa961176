import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { JsonValue } from '../../../graphql/scalars.ts';
import { Chunk } from '../documents/chunk.entity.ts';

export enum SearchMode {
  HYBRID = 'HYBRID',
  SEMANTIC = 'SEMANTIC',
  KEYWORD = 'KEYWORD',
}
registerEnumType(SearchMode, {
  name: 'SearchMode',
  description: 'How to search.',
  valuesConfig: {
    HYBRID: { description: 'By words and by meaning.' },
    SEMANTIC: { description: 'By meaning alone.' },
    KEYWORD: { description: 'By words alone.' },
  },
});

@InputType({ description: 'What to look for in the viewer’s documents.' })
export class SearchDocumentsInput {
  @Field(() => String, { description: 'A question or some words, 1 to 2,000 characters.' })
  query!: string;

  @Field(() => SearchMode, { nullable: true, defaultValue: SearchMode.HYBRID, description: 'How to search.' })
  mode?: SearchMode | null;

  @Field(() => Int, { nullable: true, defaultValue: 5, description: 'At most this many passages, 1 to 100.' })
  first?: number | null;

  @Field(() => Float, { nullable: true, description: 'Leave out passages that score less, 0 to 1.' })
  minScore?: number | null;

  @Field(() => [ID], { nullable: true, description: 'Only in these documents.' })
  documentIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only in this collection.' })
  collectionId?: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description:
      'Only where the metadata fits: `{ "year": { "$gte": 2020 } }` with $eq $ne $in $gt $gte $lt $lte $and $or.',
  })
  filter?: unknown;
}

@ObjectType({ description: 'A part of a text.' })
export class TextRange {
  @Field(() => Int, { description: 'Its first UTF-16 unit, from 0.' })
  start!: number;

  @Field(() => Int, { description: 'The unit after its last one.' })
  end!: number;
}

@ObjectType('ChunkHit', { description: 'A passage that was found.' })
export class ChunkHit {
  @Field(() => Chunk, { description: 'The passage.' })
  chunk!: Chunk;

  @Field(() => Float, { description: 'How well it fits, 0 to 1; comparable within one search.' })
  score!: number;

  @Field(() => Float, { description: 'What the words alone say (BM25), from 0; 0 in a search by meaning alone.' })
  wordScore!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How near it is in meaning (cosine, -1 to 1); null in a search by words alone or where it has no vector.',
  })
  similarity!: number | null;

  @Field(() => [TextRange], { description: 'Where its words fit those of the query, in order.' })
  highlights!: TextRange[];
}
