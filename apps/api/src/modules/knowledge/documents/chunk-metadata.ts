import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DocumentMetadata } from '../../../ports/vector-store.ts';
import type { Document } from './document.entity.ts';

/** What chunks of a document are found by. */
export const metadataOf = ({ id, owner, collection, metadata }: Document): DocumentMetadata => ({
  ownerId: owner.id,
  documentId: id,
  collectionId: collection.id,
  metadata,
});

/** Writes it to the chunks themselves, which decide what is found at last. */
export async function updateChunkMetadata(em: SqlEntityManager, document: DocumentMetadata): Promise<void> {
  const { documentId, ownerId, collectionId, metadata } = document;
  const json = JSON.stringify(metadata);
  await em.execute(
    `update chunks set collection_id = ?, metadata = ?::jsonb
     where document_id = ? and owner_id = ? and (collection_id <> ? or metadata <> ?::jsonb)`,
    [collectionId, json, documentId, ownerId, collectionId, json],
  );
}
