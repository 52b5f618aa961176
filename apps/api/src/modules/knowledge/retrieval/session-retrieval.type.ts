import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SearchMode } from './search.type.ts';

@ObjectType('RetrievalSettings', { description: 'Document retrieval settings of a conversation.' })
export class RetrievalSettings {
  @Field(() => Boolean, { description: 'False searches only documents attached to a message.' })
  isEnabled!: boolean;

  @Field(() => SearchMode, { description: 'Search mode.' })
  mode!: SearchMode;

  @Field(() => Int, { description: 'Maximum number of passages per answer.' })
  topK!: number;

  @Field(() => Float, { description: 'Minimum score of passages, 0 to 1.' })
  minScore!: number;

  @Field(() => [ID], {
    nullable: true,
    description: 'Collections to search; null for all. Deleted collections are omitted.',
  })
  collectionIds!: string[] | null;

  @Field(() => [ID], { description: 'Documents excluded from this conversation.' })
  excludedDocumentIds!: string[];
}

@InputType({ description: 'Changes to the document retrieval settings; omitted or null fields stay unchanged.' })
export class UpdateSessionRetrievalInput {
  @Field(() => ID, { description: 'The conversation.' })
  sessionId!: string;

  @Field(() => Boolean, { nullable: true, description: 'False searches only documents attached to a message.' })
  isEnabled?: boolean | null;

  @Field(() => SearchMode, { nullable: true, description: 'Search mode; SEMANTIC needs an embedder.' })
  mode?: SearchMode | null;

  @Field(() => Int, { nullable: true, description: 'Maximum number of passages per answer, 1 to 20.' })
  topK?: number | null;

  @Field(() => Float, { nullable: true, description: 'Minimum score of passages, 0 to 1.' })
  minScore?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Collections to search, 1 to 50; an explicit null searches all.',
  })
  collectionIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Documents to exclude, at most 500; replaces the list.' })
  excludedDocumentIds?: string[] | null;
}
