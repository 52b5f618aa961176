import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../src/kernel/ids.ts';
import {
  Chunk,
  ChunkLocation,
  Collection,
  Document,
  DocumentStatus,
  type IndexedChunk,
} from '../../src/modules/knowledge/index.ts';
import { User } from '../../src/modules/users/index.ts';

/** Writes chunks as indexing jobs find them: an own document for each text, or one document for all. */
export async function writeChunks(
  em: SqlEntityManager,
  ownerId: string,
  texts: readonly string[],
  options: { inOneDocument?: boolean; metadata?: (index: number) => Record<string, unknown>; collection?: string } = {},
): Promise<IndexedChunk[]> {
  const owner = em.getReference(User, ownerId, { wrapped: true });
  const name = options.collection ?? 'Test';
  let collection = await em.findOne(Collection, { owner: ownerId, name });
  collection ??= em.create(Collection, { owner, name, embedder: 'none', metadata: {} } as never);
  const made: IndexedChunk[] = [];
  let document: Document | undefined;
  for (const [index, text] of texts.entries()) {
    if (!document || !options.inOneDocument) {
      const id = newId();
      const facts = { fileName: `${index}.txt`, mediaType: 'text/plain', sizeBytes: text.length, storageKey: id };
      const contentHash = createHash('sha256').update(id).digest('hex');
      document = em.create(Document, {
        id,
        owner,
        collection,
        ...facts,
        contentHash,
        status: DocumentStatus.READY,
        progress: 1,
        metadata: {},
      } as never) as Document;
    }
    const metadata = options.metadata?.(index) ?? {};
    const ordinal = options.inOneDocument ? index : 0;
    const chunk = em.create(Chunk, {
      owner,
      collection,
      document,
      ordinal,
      text,
      tokenCount: Math.ceil(text.length / 4),
      location: new ChunkLocation(),
      metadata,
    } as never) as Chunk;
    made.push({ chunkId: chunk.id, ownerId, documentId: document.id, collectionId: collection.id, text, metadata });
  }
  await em.flush();
  return made;
}
