import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import type { Page } from '../../kernel/pagination.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession, sessionsById } from '../chat/index.ts';
import { Collection } from './collections/collection.entity.ts';
import type { CollectionService } from './collections/collection.service.ts';
import { Document } from './documents/document.entity.ts';
import type { DocumentService } from './documents/document.service.ts';
import { collectionsById } from './knowledge.loaders.ts';
import { ChunkConnection, DocumentConnection, StorageUse, UpdateDocumentInput } from './documents/document.type.ts';
import type { Chunk } from './documents/chunk.entity.ts';
import type { UploadService } from './documents/upload.service.ts';
import { watchDocuments } from './documents/watch-documents.ts';

@Resolver(() => Document)
export class DocumentResolver {
  readonly #documents: DocumentService;
  readonly #collections: CollectionService;
  readonly #uploads: UploadService;

  constructor(documents: DocumentService, collections: CollectionService, uploads: UploadService) {
    this.#documents = documents;
    this.#collections = collections;
    this.#uploads = uploads;
  }

  @AccessFor('user')
  @Query(() => Document, { nullable: true, description: 'One document of the viewer.' })
  document(
    @Arg('id', () => ID, { description: 'The document.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Document> {
    return this.#documents.find(context.em, requireViewer(context), id);
  }

  @AccessFor('user')
  @Query(() => DocumentConnection, { description: 'The viewer’s documents, newest first.' })
  documents(
    @Arg('first', () => Int, { nullable: true, defaultValue: 30, description: 'Page size, 1 to 100.' }) first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'Returns items after this cursor.' }) after:
      | string
      | null,
    @Arg('sessionId', () => ID, { nullable: true, description: 'Only those uploaded in this conversation.' })
    sessionId: string | null,
    @Arg('collectionId', () => ID, { nullable: true, description: 'Only those of this collection.' })
    collectionId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<Document>> {
    const viewer = requireViewer(context);
    return this.#documents.list(context.em, viewer, { first: first ?? 30, after, sessionId, collectionId });
  }

  @AccessFor('user')
  @Mutation(() => Boolean, {
    description: 'Permanently deletes a document with its passages, vectors and file.',
  })
  async deleteDocument(
    @Arg('id', () => ID, { description: 'The document.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<boolean> {
    await this.#documents.delete(context.em, requireViewer(context), id);
    return true;
  }

  @AccessFor('user')
  @Mutation(() => Document, {
    description:
      'Renames a document, moves it to another collection, changes its metadata, or excludes it from and includes it in searches.',
  })
  updateDocument(
    @Arg('input', () => UpdateDocumentInput, { description: 'The changes.' }) input: UpdateDocumentInput,
    @Ctx() context: RequestContext,
  ): Promise<Document> {
    return this.#documents.update(context.em, requireViewer(context), input);
  }

  @Costs('uploads')
  @AccessFor('user')
  @Mutation(() => Document, {
    description: 'Processes a failed document again. Documents in other states are unchanged.',
  })
  async retryDocument(
    @Arg('id', () => ID, { description: 'The document.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<Document> {
    const viewer = requireViewer(context);
    return this.#uploads.retry(context.em, viewer, await this.#documents.find(context.em, viewer, id));
  }

  @AccessFor('user')
  @Query(() => StorageUse, { description: 'Storage used by and available to the viewer’s files.' })
  documentStorage(@Ctx() context: RequestContext): Promise<StorageUse> {
    return this.#uploads.storageOf(context.em, requireViewer(context));
  }

  @FieldResolver(() => ChunkConnection, { description: 'The passages, in order.' })
  chunks(
    @Root() document: Document,
    @Arg('first', () => Int, { nullable: true, defaultValue: 30, description: 'Page size, 1 to 100.' }) first:
      | number
      | null,
    @Arg('after', () => String, { nullable: true, description: 'Returns items after this cursor.' }) after:
      | string
      | null,
    @Arg('from', () => Int, { nullable: true, description: 'Starts at the passage with this ordinal.' }) from:
      | number
      | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<Chunk>> {
    return this.#documents.listChunks(context.em, document, { first: first ?? 30, after, from });
  }

  @FieldResolver(() => Collection, { description: 'The collection that contains it.' })
  async collection(@Root() document: Document, @Ctx() context: RequestContext): Promise<Collection> {
    const found = document.collection ? await collectionsById(context, document.collection.id) : undefined;
    return found ?? this.#collections.standard(context.em, requireViewer(context));
  }

  @FieldResolver(() => ChatSession, {
    nullable: true,
    description: 'The conversation it is limited to; null when all conversations can use it.',
  })
  async session(@Root() document: Document, @Ctx() context: RequestContext): Promise<ChatSession | null> {
    const session = document.session ? await sessionsById(context, document.session.id) : undefined;
    return session && !session.deletedAt ? session : null;
  }

  @FieldResolver(() => Boolean, { description: 'True in the last `documentChanged` of a document that was deleted.' })
  isDeleted(@Root() document: Document): boolean {
    return document.isDeleted ?? false;
  }

  @AccessFor('user')
  @Subscription(() => Document, {
    description:
      'Emits the viewer’s documents when they are created, make progress, finish or are deleted; one document or all.',
    subscribe: ({ args, context }: { args: { id?: string | null }; context: RequestContext }) =>
      watchDocuments(context, args.id ?? null),
  })
  documentChanged(
    @Root() document: Document,
    @Arg('id', () => ID, { nullable: true, description: 'Only this document.' }) _id: string | null,
  ): Document {
    return document;
  }
}
