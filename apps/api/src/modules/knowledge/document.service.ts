import { wrap } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { badInput, notFound, ParleyError } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { checkPageSize, decodeCursor, encodeCursor, page, type Page } from '../../kernel/pagination.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { type ChatService, ChatSession } from '../chat/index.ts';
import { Collection } from './collection.entity.ts';
import { Document } from './document.entity.ts';
import type { DeletedDocument, DocumentEvents } from './document-events.ts';

/** Most files one message can have. */
export const MAX_FILES_PER_MESSAGE = 20;

/** A person’s documents. Whatever it returns belongs to the viewer; the rest is NOT_FOUND. */
export class DocumentService {
  readonly #chat: ChatService;
  readonly #events: DocumentEvents;

  constructor(chat: ChatService, events: DocumentEvents) {
    this.#chat = chat;
    this.#events = events;
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
    await em.nativeDelete(Document, { id: document.id, owner: viewer.id });
    const deleted = { ...fields, collectionId: collection, sessionId: session } as unknown as DeletedDocument;
    this.#events.publish(viewer.id, document.id, deleted);
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
