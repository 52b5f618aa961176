import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../../../kernel/log.ts';
import type { JobAttempt, Queue } from '../../../ports/queue.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import { Collection } from '../collections/collection.entity.ts';
import { embedCollection } from '../documents/document-jobs.ts';
import type { ChunkIndex } from '../documents/chunk-index.ts';

/** Chunks embedded at once. */
const BATCH = 128;

export interface CollectionEmbedderParts {
  fork: () => SqlEntityManager;
  queue: Queue;
  index: ChunkIndex;
  log: Log;
}

/** Brings collections to the embedder the server has now. Meanwhile they are found by their words. */
export class CollectionEmbedder {
  readonly #parts: CollectionEmbedderParts;

  constructor(parts: CollectionEmbedderParts) {
    this.#parts = parts;
  }

  /** Begins with every collection whose vectors are of another embedder. */
  async start(): Promise<void> {
    const { fork, index, queue } = this.#parts;
    await queue.work(embedCollection, (id, attempt) => this.embed(id, attempt));
    if (index.embedderId === 'none') return;
    const em = fork();
    const outdated = await em.find(Collection, { embedder: { $ne: index.embedderId } }, { fields: ['id'] });
    for (const { id } of outdated) {
      await em.transactional((tx) => queue.add(tx as SqlEntityManager, embedCollection, id));
    }
    if (outdated.length > 0) queue.wake(embedCollection);
  }

  /** Embeds all chunks of a collection again. What is added meanwhile has the new embedder already. */
  async embed(collectionId: string, { signal, report }: JobAttempt): Promise<void> {
    const { fork, index, log } = this.#parts;
    const total = await fork().count(Chunk, { collection: collectionId });
    let last: string | null = null;
    let count = 0;
    for (;;) {
      signal.throwIfAborted();
      const chunks: Chunk[] = await this.#next(collectionId, last);
      if (chunks.length === 0) break;
      await index.reembed(chunks.map(toPassage), signal);
      last = chunks.at(-1)!.id;
      count += chunks.length;
      report(Math.min(1, count / total));
    }
    await index.forgetOtherEmbedders(collectionId);
    await fork().nativeUpdate(Collection, { id: collectionId }, { embedder: index.embedderId });
    log.info({ collectionId, count, embedder: index.embedderId }, 'collection re-embedded');
  }

  #next(collectionId: string, after: string | null): Promise<Chunk[]> {
    const where = { collection: collectionId, ...(after !== null && { id: { $gt: after } }) };
    return this.#parts.fork().find(Chunk, where, { orderBy: { id: 'asc' }, limit: BATCH });
  }
}

const toPassage = ({ id, owner, document, collection, text, metadata }: Chunk) => ({
  chunkId: id,
  ownerId: owner.id,
  documentId: document.id,
  collectionId: collection.id,
  text,
  metadata,
});
