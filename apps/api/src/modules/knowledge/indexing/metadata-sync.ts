import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Queue } from '../../../ports/queue.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import { updateChunkMetadata, metadataOf } from '../documents/chunk-metadata.ts';
import { Document } from '../documents/document.entity.ts';
import { syncMetadata } from '../documents/document-jobs.ts';
import type { ChunkIndex } from '../documents/chunk-index.ts';

/** Brings the collection and the metadata of documents to all that finds their chunks. */
export class MetadataSync {
  readonly #parts: { fork: () => SqlEntityManager; index: ChunkIndex; queue: Queue };

  constructor(parts: { fork: () => SqlEntityManager; index: ChunkIndex; queue: Queue }) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.#parts.queue.work(syncMetadata, (key) => this.sync(key.split(' ')[0]!));
  }

  /** Does nothing for a document that is gone. Goes on until nothing has changed meanwhile. */
  async sync(documentId: string): Promise<void> {
    const { fork, index } = this.#parts;
    for (let previous = ''; ;) {
      const em = fork();
      const document = await em.findOne(Document, { id: documentId });
      if (!document) return;
      const current = metadataOf(document);
      if (JSON.stringify(current) === previous) return;
      await updateChunkMetadata(em, current);
      const chunks = await em.find(Chunk, { document: documentId }, { fields: ['id'] });
      await index.updateMetadata(
        current,
        chunks.map(({ id }) => id),
      );
      previous = JSON.stringify(current);
    }
  }
}
