import { LockMode, wrap } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { updateDocumentInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { badInput, notFound, ParleyError } from '../../../kernel/errors.ts';
import { isGiven } from '../../../kernel/given.ts';
import { isId, newId } from '../../../kernel/ids.ts';
import type { Log } from '../../../kernel/log.ts';
import { checkPageSize, decodeCursor, encodeCursor, page, type Page } from '../../../kernel/pagination.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { FileStore } from '../../../ports/file-store.ts';
import type { Queue } from '../../../ports/queue.ts';
import { type ChatService, ChatSession } from '../../chat/index.ts';
import { Chunk } from './chunk.entity.ts';
import { Collection } from '../collections/collection.entity.ts';
import type { CollectionService } from '../collections/collection.service.ts';
import { Document } from './document.entity.ts';
import { updateChunkMetadata, metadataOf } from './chunk-metadata.ts';
import type { UpdateDocumentInput } from './document.type.ts';
import type { DeletedDocument, DocumentEvents } from './document-events.ts';
import { syncMetadata, embedCollection } from './document-jobs.ts';
import { cleanFileName } from './file-name.rules.ts';
import type { ChunkIndex } from './chunk-index.ts';

/** How many documents are told anew when changes may have been missed. */
const NEWEST = 10;

export interface DocumentParts {
  chat: ChatService;
  collections: CollectionService;
  events: DocumentEvents;
  files: FileStore;
  index: ChunkIndex;
  queue: Queue;
  log: Log;
}

/** A person’s documents. Whatever it returns belongs to the viewer; the rest is NOT_FOUND. */
export class DocumentService {
  readonly #parts: DocumentParts;

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  /** @throws ParleyError NOT_FOUND. */
  async find(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Document> {
    const document = isId(id) ? await em.findOne(Document, { id, owner: viewer.id }) : null;
    if (!document) throw notFound('Document');
    return document;
  }

  /** As it is now, for lists that are open; nothing when it was deleted meanwhile. */
  findChanged(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Document[]> {
    return em.find(Document, { id, owner: viewer.id });
  }

  /** This document, or those a list begins with: what may have changed unheard. */
  findNewest(em: SqlEntityManager, viewer: Viewer, id: string | null): Promise<Document[]> {
    return em.find(
      Document,
      { owner: viewer.id, ...(id !== null && { id }) },
      { orderBy: { id: 'desc' }, limit: NEWEST },
    );
  }

  /** Newest first. */
  async list(
    em: SqlEntityManager,
    viewer: Viewer,
    args: { first: number; after?: string | null; sessionId?: string | null; collectionId?: string | null },
  ): Promise<Page<Document>> {
    const size = checkPageSize('first', args.first);
    const session = isGiven(args.sessionId) ? await this.#parts.chat.findSession(em, viewer, args.sessionId) : null;
    const collection = isGiven(args.collectionId) ? await this.#collection(em, viewer, args.collectionId) : null;
    const where = {
      owner: viewer.id,
      ...(session && { session: session.id }),
      ...(collection && { collection: collection.id }),
    };
    const [totalCount, found] = await Promise.all([
      em.count(Document, where),
      em.find(Document, isGiven(args.after) ? { $and: [where, beforeCursor(args.after)] } : where, {
        orderBy: { id: 'desc' },
        limit: size + 1,
      }),
    ]);
    return page(found.slice(0, size), (document) => encodeCursor(document.id), {
      hasNextPage: found.length > size,
      hasPreviousPage: isGiven(args.after),
      totalCount,
    });
  }

  /** The chunks of a document in their order, from one of them on. */
  async listChunks(
    em: SqlEntityManager,
    document: Document,
    args: { first: number; after?: string | null; from?: number | null },
  ): Promise<Page<Chunk>> {
    const size = checkPageSize('first', args.first);
    const start = isGiven(args.after) ? decodeCursor('after', args.after, 'number')[0] + 1 : (args.from ?? 0);
    if (!Number.isInteger(start) || start < 0 || start > 2 ** 31 - 1)
      throw badInput('from', 'from must be the ordinal of a passage, from 0.');
    const where = { document: document.id, ordinal: { $gte: start } };
    const found = await em.find(Chunk, where, { orderBy: { ordinal: 'asc' }, limit: size + 1 });
    return page(found.slice(0, size), (chunk) => encodeCursor(chunk.ordinal), {
      hasNextPage: found.length > size,
      hasPreviousPage: start > 0,
      totalCount: document.chunkCount,
    });
  }

  /** Changes a document. Its chunks are found by what it says now; other stores learn it a moment later. */
  async update(em: SqlEntityManager, viewer: Viewer, input: UpdateDocumentInput): Promise<Document> {
    await this.find(em, viewer, input.id);
    const changes = await this.#changes(em, viewer, input);
    const { queue, events } = this.#parts;
    const document = await em.transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      const where = { id: input.id, owner: viewer.id };
      const locked = await tx.findOne(Document, where, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
      if (!locked) throw notFound('Document');
      const before = metadataOf(locked);
      Object.assign(locked, changes);
      await tx.flush();
      const after = metadataOf(locked);
      if (JSON.stringify(before) !== JSON.stringify(after)) {
        await updateChunkMetadata(tx, after);
        await queue.add(tx, syncMetadata, `${locked.id} ${newId()}`);
      }
      if (before.collectionId !== after.collectionId)
        await this.#embedMoved(tx, before.collectionId, after.collectionId);
      return locked;
    });
    queue.wake(syncMetadata);
    queue.wake(embedCollection);
    events.publish(viewer.id, document.id);
    return document;
  }

  async #changes(em: SqlEntityManager, viewer: Viewer, input: UpdateDocumentInput): Promise<Partial<Document>> {
    const { fileName, isActive, collectionId, metadata, sessionId } = checkInput(updateDocumentInput, input);
    const session = isGiven(sessionId) ? await this.#parts.chat.findSession(em, viewer, sessionId) : null;
    const collection = isGiven(collectionId) ? await this.#collection(em, viewer, collectionId) : null;
    return {
      ...(isGiven(fileName) && { fileName: cleanFileName(fileName) }),
      ...(isGiven(isActive) && { isActive }),
      ...(collection && { collection: em.getReference(Collection, collection.id, { wrapped: true }) }),
      ...(isGiven(metadata) && { metadata }),
      ...(sessionId !== undefined && {
        session: session && em.getReference(ChatSession, session.id, { wrapped: true }),
      }),
    };
  }

  /** A collection that has another embedder has to make vectors of what has come into it. */
  async #embedMoved(tx: SqlEntityManager, fromId: string, toId: string): Promise<void> {
    const collections = await tx.find(Collection, { id: { $in: [fromId, toId] } });
    if (new Set(collections.map(({ embedder }) => embedder)).size < 2) return;
    await this.#parts.queue.add(tx, embedCollection, toId);
  }

  async #collection(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Collection> {
    try {
      return await this.#parts.collections.find(em, viewer, id);
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      throw new ParleyError(error.code, error.message, { field: 'collectionId' });
    }
  }

  /**
   * @param ids each once.
   * @throws ParleyError NOT_FOUND unless all are documents of the viewer.
   */
  async assertOwn(em: SqlEntityManager, viewer: Viewer, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const count = ids.every(isId) ? await em.count(Document, { id: { $in: [...ids] }, owner: viewer.id }) : 0;
    if (count < ids.length) throw new ParleyError('NOT_FOUND', 'Document not found.', { field: 'documentIds' });
  }

  /** Deletes a document with everything made from it. */
  async delete(em: SqlEntityManager, viewer: Viewer, id: string): Promise<void> {
    const document = await this.find(em, viewer, id);
    const {
      owner: _owner,
      collection,
      session,
      ...fields
    } = wrap(document).toPOJO() as unknown as Document & { collection: string; session: string | null };
    await this.#parts.index.remove(viewer.id, document.id);
    await em.nativeDelete(Document, { id: document.id, owner: viewer.id });
    // What cannot be deleted now belongs to nobody, and is looked for later.
    await this.#parts.files.delete(document.storageKey).catch((error: unknown) => {
      this.#parts.log.warn({ documentId: document.id, error }, 'the file of a deleted document could not be deleted');
    });
    const deleted = { ...fields, collectionId: collection, sessionId: session } as unknown as DeletedDocument;
    this.#parts.events.publish(viewer.id, document.id, deleted);
  }

  /** Deletes a collection and every document in it. */
  async deleteAllOf(em: SqlEntityManager, viewer: Viewer, collection: Collection): Promise<void> {
    const documents = await em.find(Document, { owner: viewer.id, collection: collection.id }, { fields: ['id'] });
    for (const { id } of documents) await this.delete(em, viewer, id);
    await em.nativeDelete(Collection, { id: collection.id, owner: viewer.id });
  }

  /** The file itself, or null when the store has lost it. */
  readFile(document: Document): ReturnType<FileStore['read']> {
    return this.#parts.files.read(document.storageKey);
  }

  /** A document that is gone, as open lists are told of it. */
  tombstone(em: SqlEntityManager, { collectionId, sessionId, ...fields }: DeletedDocument): Document {
    return Object.assign(new Document(), fields, {
      createdAt: new Date(fields.createdAt),
      collection: em.getReference(Collection, collectionId, { wrapped: true }),
      session: sessionId ? em.getReference(ChatSession, sessionId, { wrapped: true }) : null,
      isDeleted: true,
    });
  }
}

function beforeCursor(cursor: string): object {
  const [id] = decodeCursor('after', cursor, 'string');
  if (!isId(id)) throw badInput('after', 'after is not a valid cursor of this list.');
  return { id: { $lt: id } };
}
