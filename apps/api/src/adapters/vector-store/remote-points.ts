import type {
  DocumentMetadata,
  DocumentScope,
  MetadataFilter,
  MetadataValue,
  VectorPoint,
} from '../../ports/vector-store.ts';

/** Keeps a document's own fields apart from ours. */
const PREFIX = 'm.';

/** A point's metadata as stores outside the database keep it: one level of text, numbers and booleans. */
export function flatMetadata({
  ownerId,
  documentId,
  collectionId,
  precision,
  metadata,
}: DocumentMetadata & Pick<VectorPoint, 'precision'>): Record<string, MetadataValue> {
  const own = Object.entries(metadata).flatMap(([field, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[`${PREFIX}${field}`, value] as const]
      : [],
  );
  return { ownerId, documentId, collectionId, precision, ...Object.fromEntries(own) };
}

/** The words for a scope that Chroma and Pinecone share. The owner is always a part of it. */
export function remoteCondition(scope: DocumentScope): object {
  const parts: object[] = [{ ownerId: { $eq: scope.ownerId } }];
  if (scope.collectionIds) parts.push({ collectionId: { $in: scope.collectionIds } });
  if (scope.documentIds) parts.push({ documentId: { $in: scope.documentIds } });
  if (scope.excludedDocumentIds?.length) parts.push({ documentId: { $nin: scope.excludedDocumentIds } });
  if (scope.filter) parts.push(...conditions(scope.filter));
  return parts.length === 1 ? parts[0]! : { $and: parts };
}

/** None, one, or several that must all hold: neither store takes a list of none or one after $and. */
function conditions(filter: MetadataFilter): object[] {
  if ('and' in filter) return filter.and.flatMap(conditions);
  if ('or' in filter) {
    const parts = filter.or.map((each) => all(conditions(each)));
    return [parts.length === 1 ? parts[0]! : { $or: parts }];
  }
  const operand = filter.operator === 'in' ? filter.values : filter.value;
  return [{ [`${PREFIX}${filter.field}`]: { [`$${filter.operator}`]: operand } }];
}

/** What holds for every point stands for no condition at all. */
const all = (parts: object[]): object =>
  parts.length === 0 ? { ownerId: { $ne: '' } } : parts.length === 1 ? parts[0]! : { $and: parts };

/** Of vectors of any length. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let left = 0;
  let right = 0;
  for (let index = 0; index < a.length; index++) {
    dot += a[index]! * b[index]!;
    left += a[index]! ** 2;
    right += b[index]! ** 2;
  }
  return dot / (Math.sqrt(left * right) || 1);
}
