import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { Collection } from './collections/collection.entity.ts';
import type { CollectionService } from './collections/collection.service.ts';
import type { DocumentService } from './documents/document.service.ts';
import { documentCounts } from './knowledge.loaders.ts';
import { CreateCollectionInput, UpdateCollectionInput } from './collections/collection.type.ts';

@Resolver(() => Collection)
export class CollectionResolver {
  readonly #collections: CollectionService;
  readonly #documents: DocumentService;

  constructor(collections: CollectionService, documents: DocumentService) {
    this.#collections = collections;
    this.#documents = documents;
  }

  @AccessFor('user')
  @Query(() => [Collection], { description: 'The viewer’s collections by name, at most 200.' })
  collections(@Ctx() context: RequestContext): Promise<Collection[]> {
    return this.#collections.list(context.em, requireViewer(context));
  }

  @AccessFor('user')
  @Mutation(() => Collection, { description: 'Creates an empty collection.' })
  createCollection(
    @Arg('input', () => CreateCollectionInput, { description: 'Name.' }) input: CreateCollectionInput,
    @Ctx() context: RequestContext,
  ): Promise<Collection> {
    return this.#collections.create(context.em, requireViewer(context), input);
  }

  @AccessFor('user')
  @Mutation(() => Collection, { description: 'Renames a collection or changes its metadata.' })
  updateCollection(
    @Arg('input', () => UpdateCollectionInput, { description: 'The changes.' }) input: UpdateCollectionInput,
    @Ctx() context: RequestContext,
  ): Promise<Collection> {
    return this.#collections.update(context.em, requireViewer(context), input);
  }

  @AccessFor('user')
  @Mutation(() => Boolean, { description: 'Permanently deletes a collection with all its documents.' })
  async deleteCollection(
    @Arg('id', () => ID, { description: 'The collection.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    const viewer = requireViewer(context);
    const collection = await this.#collections.find(context.em, viewer, id);
    await this.#documents.deleteAllOf(context.em, viewer, collection);
    return true;
  }

  @FieldResolver(() => Int, { description: 'Number of documents.' })
  async documentCount(@Root() collection: Collection, @Ctx() context: RequestContext): Promise<number> {
    return (await documentCounts(context, collection.id)) ?? 0;
  }
}
