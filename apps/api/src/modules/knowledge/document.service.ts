import { wrap } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { badInput, notFound, ParleyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { checkPageSize, decodeCursor, encodeCursor, page, type Page } from '../../kernel/pagination.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { checkText } from '../../kernel/text.ts';
import type { FileStore } from '../../ports/file-store.ts';
import { type ChatService, ChatSession } from '../chat/index.ts';
import { Chunk } from './chunk.entity.ts';
import { Collection } from './collection.entity.ts';
import { Document } from './document.entity.ts';
import type { DeletedDocument, DocumentEvents } from './document-events.ts';
import { cleanFileName } from './file-name.rules.ts';
import type { UpdateDocumentInput } from './knowledge.type.ts';
import type { PassageIndex } from './passage-index.ts';

/** Most files one message can have. */
export const MAX_FILES_PER_MESSAGE = 20;

/** A person’s documents. Whatever it returns belongs to the viewer; the rest is NOT_FOUND. */
export class DocumentService {
  readonly #chat: ChatService;
  readonly #events: DocumentEvents;
  readonly #files: FileStore;
  readonly #index: PassageIndex;

  constructor(chat: ChatService, events: DocumentEvents, files: FileStore, index: PassageIndex) {
    this.#chat = chat;
    this.#events = events;
    this.#files = files;
    this.#index = index;
  }

  /** @throws ParleyError NOT_FOUND. */
  async find(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Document> {
    const document = isId(id) ? await em.findOne(Document, { id, owner: viewer.id }) : null;
    if (!document) throw notFound('Document');
    return document;
  }

  /** As it is now, for lists that are open; null when it was deleted meanwhile. */
  findChanged(em: SqlEntityManager, viewer: Viewer, id: string): Promise<Document | null> {
    return em.findOne(Document, { id, owner: viewer.id });
  }

  /** Newest first. */
  async list(
    em: SqlEntityManager,
    viewer: Viewer,
    args: { first: number; after?: string | null; sessionId?: string | null },
  ): Promise<Page<Document>> {
    const size = checkPageSize('first', args.first);
    const session = args.sessionId ? await this.#chat.findSession(em, viewer, args.sessionId) : null;
    const where = { owner: viewer.id, ...(session && { session: session.id }) };
    const [totalCount, found] = await Promise.all([
      em.count(Document, where),
      em.find(Document, args.after ? { $and: [where, beforeCursor(args.after)] } : where, {
        orderBy: { id: 'desc' },
        limit: size + 1,
      }),
    ]);
    return page(found.slice(0, size), (document) => encodeCursor(document.id), {
      hasNextPage: found.length > size,
      hasPreviousPage: Boolean(args.after),
      totalCount,
    });
  }

  /** The passages of a document in their order, from one of them on. */
  async listChunks(
    em: SqlEntityManager,
    document: Document,
    args: { first: number; after?: string | null; from?: number | null },
  ): Promise<Page<Chunk>> {
    const size = checkPageSize('first', args.first);
    const start = args.after ? decodeCursor('after', args.after, 'number')[0] + 1 : (args.from ?? 0);
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

  async update(em: SqlEntityManager, viewer: Viewer, input: UpdateDocumentInput): Promise<Document> {
    const document = await this.find(em, viewer, input.id);
    if (input.fileName !== undefined && input.fileName !== null) {
      document.fileName = cleanFileName(checkText('fileName', input.fileName, { min: 1, max: 200 }));
    }
    document.isActive = input.isActive ?? document.isActive;
    await em.flush();
    this.#events.publish(viewer.id, document.id);
    return document;
  }

  /**
   * The ids without repetitions, when all are documents of the viewer.
   * @throws ParleyError NOT_FOUND otherwise, BAD_USER_INPUT for more than {@link MAX_FILES_PER_MESSAGE}.
   */
  async assertOwn(em: SqlEntityManager, viewer: Viewer, ids: readonly string[]): Promise<string[]> {
    const distinct = [...new Set(ids)];
    if (distinct.length > MAX_FILES_PER_MESSAGE) {
      throw badInput('documentIds', `A message can have ${MAX_FILES_PER_MESSAGE} files, these are ${distinct.length}.`);
    }
    if (distinct.length === 0) return distinct;
    const areIds = distinct.every(isId);
    const count = areIds ? await em.count(Document, { id: { $in: distinct }, owner: viewer.id }) : 0;
    if (count < distinct.length) throw new ParleyError('NOT_FOUND', 'Document not found.', { field: 'documentIds' });
    return distinct;
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
    await this.#index.remove(viewer.id, document.id);
    await em.nativeDelete(Document, { id: document.id, owner: viewer.id });
    await this.#files.delete(document.storageKey);
    const deleted = { ...fields, collectionId: collection, sessionId: session } as unknown as DeletedDocument;
    this.#events.publish(viewer.id, document.id, deleted);
  }

  /** Deletes a collection and every document in it. */
  async deleteAllOf(em: SqlEntityManager, viewer: Viewer, collection: Collection): Promise<void> {
    const documents = await em.find(Document, { owner: viewer.id, collection: collection.id }, { fields: ['id'] });
    for (const { id } of documents) await this.delete(em, viewer, id);
    await em.nativeDelete(Collection, { id: collection.id, owner: viewer.id });
  }

  /** The file itself, or null when the store has lost it. */
  readFile(document: Document): ReturnType<FileStore['read']> {
    return this.#files.read(document.storageKey);
  }

  /** A document that is gone, as open lists are told of it. */
  async revive(em: SqlEntityManager, { collectionId, sessionId, ...fields }: DeletedDocument): Promise<Document> {
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
  if (!isId(id)) throw badInput('after', 'after is not a cursor of this list.');
  return { id: { $lt: id } };
}
