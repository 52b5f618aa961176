import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Queue } from '../../../ports/queue.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import { describeChunks, descriptionOf } from '../documents/chunk-metadata.ts';
import { Document } from '../documents/document.entity.ts';
import { describeDocument } from '../documents/document-jobs.ts';
import type { PassageIndex } from '../documents/chunk-index.ts';

/** Brings the collection and the metadata of documents to all that finds their passages. */
export class DocumentDescriber {
  readonly #parts: { fork: () => SqlEntityManager; index: PassageIndex; queue: Queue };

  constructor(parts: { fork: () => SqlEntityManager; index: PassageIndex; queue: Queue }) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.#parts.queue.work(describeDocument, (key) => this.describe(key.split(' ')[0]!));
  }

  /** Does nothing for a document that is gone. Goes on until nothing has changed meanwhile. */
  async describe(documentId: string): Promise<void> {
    const { fork, index } = this.#parts;
    for (let written = ''; ;) {
      const em = fork();
      const document = await em.findOne(Document, { id: documentId });
      if (!document) return;
      const described = descriptionOf(document);
      if (JSON.stringify(described) === written) return;
      await describeChunks(em, described);
      const chunks = await em.find(Chunk, { document: documentId }, { fields: ['id'] });
      await index.describe(
        described,
        chunks.map(({ id }) => id),
      );
      written = JSON.stringify(described);
    }
  }
}
