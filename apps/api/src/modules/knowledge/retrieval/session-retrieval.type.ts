import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SearchMode } from './search.type.ts';

@ObjectType('RetrievalSettings', { description: 'How a conversation looks into documents for its answers.' })
export class RetrievalSettings {
  @Field(() => Boolean, { description: 'False looks only into documents that are sent along with a question.' })
  isEnabled!: boolean;

  @Field(() => SearchMode, { description: 'How passages are searched.' })
  mode!: SearchMode;

  @Field(() => Int, { description: 'The most passages an answer is given.' })
  topK!: number;

  @Field(() => Float, { description: 'Passages that score less are left out, 0 to 1.' })
  minScore!: number;

  @Field(() => [ID], {
    nullable: true,
    description: 'The only collections that are looked into; null for all. Those that were deleted are left out.',
  })
  collectionIds!: string[] | null;

  @Field(() => [ID], { description: 'Documents that are left out of this conversation.' })
  excludedDocumentIds!: string[];
}

@InputType({ description: 'Changes of how a conversation looks into documents; what is left out or null stays.' })
export class UpdateSessionRetrievalInput {
  @Field(() => ID, { description: 'The conversation.' })
  sessionId!: string;

  @Field(() => Boolean, { nullable: true, description: 'False looks only into documents sent along with a question.' })
  isEnabled?: boolean | null;

  @Field(() => SearchMode, { nullable: true, description: 'How to search; SEMANTIC needs an embedder.' })
  mode?: SearchMode | null;

  @Field(() => Int, { nullable: true, description: 'The most passages an answer is given, 1 to 20.' })
  topK?: number | null;

  @Field(() => Float, { nullable: true, description: 'Leave out passages that score less, 0 to 1.' })
  minScore?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Look only into these collections, 1 to 50; an explicit null looks into all.',
  })
  collectionIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Leave these documents out, at most 500; replaces the list.' })
  excludedDocumentIds?: string[] | null;
}
