import type { DocumentScope } from '../../ports/vector-store.ts';
import { joinConditions, metadataCondition, type SqlPart } from './metadata-condition.ts';

/** The condition that a row with `owner_id`, `collection_id`, `document_id` and `metadata` is in a scope. */
export function scopeCondition(scope: DocumentScope): SqlPart {
  const parts: SqlPart[] = [{ sql: 'owner_id = ?', parameters: [scope.ownerId] }];
  if (scope.collectionIds) {
    parts.push({ sql: 'collection_id = any(?::uuid[])', parameters: [sqlArray(scope.collectionIds)] });
  }
  if (scope.documentIds) parts.push({ sql: 'document_id = any(?::uuid[])', parameters: [sqlArray(scope.documentIds)] });
  if (scope.excludedDocumentIds?.length) {
    parts.push({ sql: 'document_id <> all(?::uuid[])', parameters: [sqlArray(scope.excludedDocumentIds)] });
  }
  if (scope.filter) parts.push(metadataCondition('metadata', scope.filter));
  return joinConditions(parts, 'and');
}

/** Ids or numbers as PostgreSQL writes arrays. */
export const sqlArray = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
