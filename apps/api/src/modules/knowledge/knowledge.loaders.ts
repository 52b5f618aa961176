import { batched } from '../../kernel/batch.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { Chunk } from './documents/chunk.entity.ts';
import { Citation } from './citations/citation.entity.ts';
import { Collection } from './collections/collection.entity.ts';
import { Document } from './documents/document.entity.ts';
import { SessionRetrieval } from './retrieval/session-retrieval.entity.ts';

/** The viewer’s documents by id. */
export const documentsById = batched<string, Document>(async (context, ids) => {
  const documents = await context.em.find(Document, { id: { $in: [...ids] }, owner: requireViewer(context).id });
  return new Map(documents.map((document) => [document.id, document]));
});

/** The viewer’s collections by id. */
export const collectionsById = batched<string, Collection>(async (context, ids) => {
  const collections = await context.em.find(Collection, { id: { $in: [...ids] }, owner: requireViewer(context).id });
  return new Map(collections.map((collection) => [collection.id, collection]));
});

/** The viewer’s chunks by id. */
export const chunksById = batched<string, Chunk>(async (context, ids) => {
  const chunks = await context.em.find(Chunk, { id: { $in: [...ids] }, owner: requireViewer(context).id });
  return new Map(chunks.map((chunk) => [chunk.id, chunk]));
});

/** The chunks each answer was given, in the order of their numbers. Callers have checked whose the messages are. */
export const citationsByMessage = batched<string, Citation[]>(async ({ em }, messageIds) => {
  const citations = await em.find(Citation, { message: { $in: [...messageIds] } }, { orderBy: { number: 'asc' } });
  const found = new Map<string, Citation[]>();
  for (const citation of citations) {
    const messageId = citation.message.id;
    found.set(messageId, [...(found.get(messageId) ?? []), citation]);
  }
  return found;
});

export const documentCounts = batched<string, number>(async ({ em }, collectionIds) => {
  const rows = await em.execute<{ id: string; count: number }[]>(
    `select collection_id as id, count(*)::int as count from documents
     where collection_id in (${collectionIds.map(() => '?').join(', ')}) group by collection_id`,
    [...collectionIds],
  );
  return new Map(rows.map((row) => [row.id, row.count]));
});

/** How conversations look into documents, where they say so. What was deleted is left out. Callers have checked whose they are. */
export const retrievalBySession = batched<string, SessionRetrieval>(async (context, sessionIds) => {
  const settings = await context.em.find(
    SessionRetrieval,
    { session: { $in: [...sessionIds] } },
    { disableIdentityMap: true },
  );
  const idsOf = (lists: (readonly string[] | null)[]): string[] => [...new Set(lists.flatMap((ids) => ids ?? []))];
  const [collections, documents] = await Promise.all([
    existing(context, Collection, idsOf(settings.map(({ collectionIds }) => collectionIds))),
    existing(context, Document, idsOf(settings.map(({ excludedDocumentIds }) => excludedDocumentIds))),
  ]);
  for (const each of settings) {
    each.collectionIds = each.collectionIds?.filter((id) => collections.has(id)) ?? null;
    each.excludedDocumentIds = each.excludedDocumentIds.filter((id) => documents.has(id));
  }
  return new Map(settings.map((each) => [each.session.id, each]));
});

/** Which of these ids the viewer has. */
async function existing(
  context: RequestContext,
  type: typeof Collection | typeof Document,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const where = { id: { $in: [...ids] }, owner: requireViewer(context).id };
  const rows = await context.em.find(type as typeof Document, where, { fields: ['id'], disableIdentityMap: true });
  return new Set(rows.map(({ id }) => id));
}
