import { setImmediate } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ParleyError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { DocumentExtractor, MediaType } from '../../../ports/document-extractor.ts';
import type { FileStore } from '../../../ports/file-store.ts';
import { ModelError } from '../../../ports/language-model.ts';
import type { JobAttempt, Queue } from '../../../ports/queue.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { Chunk } from '../documents/chunk.entity.ts';
import { Chunker } from './chunking.rules.ts';
import { Document, DocumentStatus } from '../documents/document.entity.ts';
import { type MetadataSync } from './metadata-sync.ts';
import type { DocumentEvents } from '../documents/document-events.ts';
import { readDocument } from '../documents/document-jobs.ts';
import type { ChunkIndex } from '../documents/chunk-index.ts';
import { DocumentGone, ChunkWriter } from './chunk-writer.ts';
import { metadataOf } from '../documents/chunk-metadata.ts';

/** How long cutting may go on before other work gets its turn, in milliseconds. */
const TURN = 8;

export interface DocumentProcessorParts {
  fork: () => SqlEntityManager;
  files: FileStore;
  extractor: DocumentExtractor;
  tokenizer: Tokenizer;
  queue: Queue;
  index: ChunkIndex;
  metadataSync: MetadataSync;
  events: DocumentEvents;
  log: Log;
}

/** Reads documents in the background: extract, cut, store, index. */
export class DocumentProcessor {
  readonly #parts: DocumentProcessorParts;

  constructor(parts: DocumentProcessorParts) {
    this.#parts = parts;
  }

  /** Begins to work on waiting documents; those an earlier process left are begun again. */
  async start(): Promise<void> {
    await this.#parts.queue.work(readDocument, (id, attempt) => this.process(id, attempt));
    // Many may be waiting: the start does not wait for them.
    void this.#requeue().catch((error: unknown) => {
      this.#parts.log.warn({ error }, 'waiting documents could not be queued');
    });
  }

  /** Reads one document. Does nothing for one that is gone or done; begins again what was left half-way. */
  async process(documentId: string, { signal, isLast, report }: JobAttempt): Promise<void> {
    const em = this.#parts.fork();
    const document = await em.findOne(Document, { id: documentId });
    if (!document || document.status === DocumentStatus.READY) return;
    try {
      await this.#begin(em, document);
      const chunkCount = await this.#read(document, signal, report);
      if (chunkCount === 0) throw new ParleyError('FILE_NO_TEXT', noTextMessage(document.mediaType));
      await this.#describeAnew(document);
      await this.#change(document, { status: DocumentStatus.READY, progress: 1, chunkCount });
    } catch (error) {
      // What was indexed after the deletion goes as well.
      if (error instanceof DocumentGone) return this.#parts.index.remove(document.owner.id, document.id);
      if (error instanceof ParleyError) return this.#fail(document, error);
      if (!isLast || signal.aborted) throw error;
      this.#parts.log.error({ documentId, error }, 'document could not be processed');
      await this.#fail(document, lastFailure(error));
    }
  }

  async #begin(em: SqlEntityManager, document: Document): Promise<void> {
    await this.#parts.index.remove(document.owner.id, document.id);
    await em.nativeDelete(Chunk, { document: document.id });
    await this.#change(document, {
      status: DocumentStatus.PROCESSING,
      progress: 0,
      chunkCount: 0,
      errorCode: null,
      errorMessage: null,
    });
  }

  /** @returns how many chunks it has. */
  async #read(document: Document, signal: AbortSignal, report: JobAttempt['report']): Promise<number> {
    const { files, extractor, tokenizer } = this.#parts;
    const writer = new ChunkWriter(this.#parts, document, signal, (change) => {
      if (change.progress !== undefined) report(change.progress);
      return this.#change(document, change);
    });
    await files.withLocalFile(document.storageKey, async (path) => {
      const chunker = new Chunker((text) => tokenizer.countTokens(text));
      const file = { path, mediaType: document.mediaType as MediaType };
      let turnEnds = performance.now() + TURN;
      for await (const { blocks, progress } of extractor.extract(file, signal)) {
        for (const block of blocks) {
          writer.take(chunker.push(block));
          if (performance.now() < turnEnds) continue;
          await setImmediate();
          turnEnds = performance.now() + TURN;
        }
        await writer.write(progress);
      }
      writer.take(chunker.end());
      await writer.finish();
    });
    return writer.count;
  }

  /** It may have been moved while it was read. */
  async #describeAnew(document: Document): Promise<void> {
    const now = await this.#parts.fork().findOne(Document, { id: document.id });
    if (!now) throw new DocumentGone();
    if (JSON.stringify(metadataOf(now)) !== JSON.stringify(metadataOf(document))) {
      await this.#parts.metadataSync.sync(document.id);
    }
  }

  async #fail(document: Document, { code, message }: ParleyError): Promise<void> {
    const em = this.#parts.fork();
    await this.#parts.index.remove(document.owner.id, document.id);
    await em.nativeDelete(Chunk, { document: document.id });
    await this.#change(document, {
      status: DocumentStatus.FAILED,
      progress: 0,
      chunkCount: 0,
      errorCode: code,
      errorMessage: message,
    }).catch((error: unknown) => {
      if (!(error instanceof DocumentGone)) throw error;
    });
    this.#parts.log.info({ documentId: document.id, code }, 'document could not be processed');
  }

  /** @throws DocumentGone when it was deleted meanwhile. */
  async #change(document: Document, change: Partial<Document>): Promise<void> {
    const count = await this.#parts.fork().nativeUpdate(Document, { id: document.id }, change as never);
    if (count === 0) throw new DocumentGone();
    this.#parts.events.publish(document.owner.id, document.id);
  }

  /** A job can be lost with its queue, or used up by crashes; a document that waits has one. */
  async #requeue(): Promise<void> {
    const em = this.#parts.fork();
    const open = { status: { $in: [DocumentStatus.PENDING, DocumentStatus.PROCESSING] } };
    const documents = await em.find(Document, open, { fields: ['id'] });
    for (const { id } of documents) {
      await em.transactional((tx) => this.#parts.queue.add(tx as SqlEntityManager, readDocument, id));
    }
    if (documents.length > 0) this.#parts.queue.wake(readDocument);
  }
}

function lastFailure(error: unknown): ParleyError {
  const code = error instanceof ModelError ? error.code : 'INTERNAL';
  const reason = error instanceof ModelError ? error.message : 'Something went wrong on the server.';
  return new ParleyError(code, `The document could not be indexed: ${reason} Try again later.`);
}

const noTextMessage = (mediaType: string): string =>
  mediaType === 'application/pdf'
    ? 'The PDF has no text: is it a scan? Recognise its text with another program first.'
    : 'There is no text in the file.';
