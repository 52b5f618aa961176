import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DocumentScope } from '../../../kernel/document-scope.ts';
import { Document, DocumentStatus } from '../document.entity.ts';

export interface ScopeRequest extends Omit<DocumentScope, 'excludedDocumentIds'> {
  /** Leaves out documents of other conversations than this one; undefined leaves out none. */
  sessionId?: string | null;
  /** Documents that are looked into whatever conversation they belong to. */
  alwaysDocumentIds?: readonly string[];
}

/** The owner's documents that may be found: indexed, switched on and, if asked for, of no other conversation. */
export async function searchableScope(em: SqlEntityManager, request: ScopeRequest): Promise<DocumentScope> {
  const { sessionId, alwaysDocumentIds = [], ...scope } = request;
  const isOfOthers =
    sessionId === undefined
      ? []
      : [
          {
            session: { $ne: null },
            ...(sessionId && { $and: [{ session: { $ne: sessionId } }] }),
            id: { $nin: [...alwaysDocumentIds] },
          },
        ];
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
  return { ...scope, excludedDocumentIds: hidden.map(({ id }) => id) };
}
