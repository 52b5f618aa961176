import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DescribedDocument } from '../../../ports/vector-store.ts';
import type { Document } from './document.entity.ts';

/** What passages of a document are found by. */
export const descriptionOf = ({ id, owner, collection, metadata }: Document): DescribedDocument => ({
  ownerId: owner.id,
  documentId: id,
  collectionId: collection.id,
  metadata,
});

/** Writes it to the passages themselves, which decide what is found at last. */
export async function describeChunks(em: SqlEntityManager, described: DescribedDocument): Promise<void> {
  const { documentId, ownerId, collectionId, metadata } = described;
  const facts = JSON.stringify(metadata);
  await em.execute(
    `update chunks set collection_id = ?, metadata = ?::jsonb
     where document_id = ? and owner_id = ? and (collection_id <> ? or metadata <> ?::jsonb)`,
    [collectionId, facts, documentId, ownerId, collectionId, facts],
  );
}
