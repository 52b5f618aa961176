import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DocumentScope } from '../../../ports/vector-store.ts';
import { Document, DocumentStatus } from '../documents/document.entity.ts';

export interface ScopeRequest extends DocumentScope {
  /** Leaves out documents of other conversations than this one; undefined leaves out none. */
  sessionId?: string | undefined;
}

/**
 * The owner's documents that may be found: indexed, switched on and, if asked for, of no other conversation.
 * Documents of the conversation itself are looked into whatever collections it has chosen.
 */
export async function searchableScope(em: SqlEntityManager, request: ScopeRequest): Promise<DocumentScope> {
  const { sessionId, ...given } = request;
  const scope = sessionId === undefined ? given : await withOwnDocuments(em, given, sessionId);
  const isOfOthers =
    sessionId === undefined ? [] : [{ session: { $ne: null }, $and: [{ session: { $ne: sessionId } }] }];
  const hidden = await em.find(
    Document,
    {
      owner: scope.ownerId,
      $or: [
        { isActive: false },
        { status: { $in: [DocumentStatus.PROCESSING, DocumentStatus.FAILED] } },
        ...isOfOthers,
      ],
    },
    { fields: ['id'] },
  );
  const excludedDocumentIds = new Set([...(scope.excludedDocumentIds ?? []), ...hidden.map(({ id }) => id)]);
  return { ...scope, excludedDocumentIds: [...excludedDocumentIds] };
}

/** A scope of collections becomes one of documents where the conversation has some in other collections. */
async function withOwnDocuments(em: SqlEntityManager, scope: DocumentScope, sessionId: string): Promise<DocumentScope> {
  const { collectionIds, ...rest } = scope;
  if (!collectionIds) return scope;
  const own = { owner: scope.ownerId, session: sessionId, collection: { $nin: [...collectionIds] } };
  if ((await em.count(Document, own)) === 0) return scope;
  const chosen = await em.find(
    Document,
    { owner: scope.ownerId, $or: [{ collection: { $in: [...collectionIds] } }, { session: sessionId }] },
    { fields: ['id'] },
  );
  return { ...rest, documentIds: chosen.map(({ id }) => id) };
}
