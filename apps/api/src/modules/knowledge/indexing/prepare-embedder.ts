import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Log } from '../../../kernel/log.ts';
import type { Embedder } from '../../../ports/embedder.ts';
import { Document, DocumentStatus } from '../documents/document.entity.ts';

/**
 * Gets the embedder ready where there are documents to ask about, so that the first question does not wait for it.
 * Without documents its memory is not taken: the first upload starts it. Never rejects.
 */
export async function prepareEmbedder(
  fork: () => SqlEntityManager,
  embedder: Embedder | null,
  log: Log,
): Promise<void> {
  if (!embedder) return;
  try {
    const [document] = await fork().find(Document, { status: DocumentStatus.READY }, { fields: ['id'], limit: 1 });
    if (document) await embedder.prepare();
  } catch (error) {
    log.warn({ error, embedder: embedder.id }, 'embedder is not ready: using keyword search');
  }
}
