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
  description: 'Search mode.',
  valuesConfig: {
    HYBRID: { description: 'Hybrid: keyword and semantic search combined.' },
    SEMANTIC: { description: 'Semantic search by vectors.' },
    KEYWORD: { description: 'Keyword search (BM25).' },
  },
});

@InputType({ description: 'A search of the viewer’s documents.' })
export class SearchDocumentsInput {
  @Field(() => String, { description: 'Query, 1 to 2,000 characters.' })
  query!: string;

  @Field(() => SearchMode, { nullable: true, defaultValue: SearchMode.HYBRID, description: 'Search mode.' })
  mode?: SearchMode | null;

  @Field(() => Int, { nullable: true, defaultValue: 5, description: 'Maximum number of passages, 1 to 100.' })
  first?: number | null;

  @Field(() => Float, { nullable: true, description: 'Minimum score of passages, 0 to 1.' })
  minScore?: number | null;

  @Field(() => [ID], { nullable: true, description: 'Only in these documents.' })
  documentIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only in this collection.' })
  collectionId?: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'Metadata filter: `{ "year": { "$gte": 2020 } }` with $eq $ne $in $gt $gte $lt $lte $and $or.',
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

@ObjectType('ChunkHit', { description: 'A search result: one passage.' })
export class ChunkHit {
  @Field(() => Chunk, { description: 'The passage.' })
  chunk!: Chunk;

  @Field(() => Float, { description: 'Relevance score, 0 to 1; comparable within one search.' })
  score!: number;

  @Field(() => Float, { description: 'BM25 keyword score, from 0; 0 in a semantic search.' })
  wordScore!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Cosine similarity, -1 to 1; null in a keyword search or when the passage has no vector.',
  })
  similarity!: number | null;

  @Field(() => [TextRange], { description: 'Ranges of the text that match words of the query, in order.' })
  highlights!: TextRange[];
}
