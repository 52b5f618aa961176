import { open } from 'node:fs/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '../../../kernel/ids.ts';
import { ParleyError } from '../../../kernel/errors.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { FileStore, ReceivedFile } from '../../../ports/file-store.ts';
import type { Queue } from '../../../ports/queue.ts';
import { type ChatService, ChatSession } from '../../chat/index.ts';
import { User } from '../../users/index.ts';
import { Collection } from '../collections/collection.entity.ts';
import type { CollectionService } from '../collections/collection.service.ts';
import { Document, DocumentStatus } from './document.entity.ts';
import type { DocumentEvents } from './document-events.ts';
import { readDocument } from './document-jobs.ts';
import { cleanFileName, freeFileName } from './file-name.rules.ts';
import { checkFileName, ENCRYPTED_PACKAGE, mayBeEncryptedWord, mediaTypeOf } from './file-type.rules.ts';
import type { StorageUse } from './document.type.ts';
import { lockOwner } from '../collections/owner-lock.ts';
import { parseMetadata } from '../collections/metadata.rules.ts';

const HEAD_BYTES = 65_536;

export interface UploadLimits {
  /** Largest file, in bytes. */
  maxFileBytes: number;
  /** What all files of a person may take, in bytes. */
  maxUserBytes: number;
}

/** What comes with a file. */
export interface UploadDetails {
  fileName: string;
  sessionId?: string | undefined;
  collectionId?: string | undefined;
  /** JSON, an object. */
  metadata?: string | undefined;
}

export interface UploadParts {
  chat: ChatService;
  collections: CollectionService;
  files: FileStore;
  queue: Queue;
  events: DocumentEvents;
  limits: UploadLimits;
}

/** Takes files in: all of a file is there afterwards, or nothing. */
export class UploadService {
  readonly #parts: UploadParts;

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  /** Takes the bytes of a file in, unless its name already says that they are useless. */
  receive(fileName: string, source: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
    checkFileName(cleanFileName(fileName));
    return this.#parts.files.receive(source, this.#parts.limits.maxFileBytes);
  }

  /**
   * Makes a document of a file that was received, and has it read. The same content of the same person is the same
   * document; one that could not be read is tried again.
   */
  async store(
    em: SqlEntityManager,
    viewer: Viewer,
    received: ReceivedFile,
    details: UploadDetails,
  ): Promise<{ document: Document; isDuplicate: boolean }> {
    const fileName = cleanFileName(details.fileName);
    const mediaType = await this.#typeOf(fileName, received);
    const metadata = parseMetadata(details.metadata);
    const session =
      details.sessionId === undefined ? null : await this.#parts.chat.findSession(em, viewer, details.sessionId);
    const collection = await this.#collection(em, viewer, details.collectionId);
    const storageKey = newId();
    await received.keep(storageKey);
    let isKept = false;
    try {
      const stored = await em.transactional(async (transaction) => {
        const tx = transaction as SqlEntityManager;
        await lockOwner(tx, viewer.id);
        const existing = await tx.findOne(Document, { owner: viewer.id, contentHash: received.contentHash });
        if (existing) {
          // Added in a second place, it is no longer kept to the first one.
          if (existing.session && existing.session.id !== session?.id) existing.session = null;
          await tx.flush();
          return { document: await this.#again(tx, existing), isDuplicate: true };
        }
        await this.#checkQuota(tx, viewer.id, received.sizeBytes);
        const document = tx.create(Document, {
          owner: tx.getReference(User, viewer.id, { wrapped: true }),
          collection: tx.getReference(Collection, collection.id, { wrapped: true }),
          session: session ? tx.getReference(ChatSession, session.id, { wrapped: true }) : null,
          fileName: await freeName(tx, viewer.id, fileName),
          mediaType,
          sizeBytes: received.sizeBytes,
          contentHash: received.contentHash,
          storageKey,
          metadata,
        } as never);
        await tx.flush();
        await this.#parts.queue.add(tx, readDocument, document.id);
        return { document, isDuplicate: false };
      });
      isKept = !stored.isDuplicate;
      this.#parts.queue.wake(readDocument);
      this.#parts.events.publish(viewer.id, stored.document.id);
      return stored;
    } finally {
      // Not worth hiding why it was not stored: what is left belongs to nobody, and is looked for later.
      if (!isKept) await this.#parts.files.delete(storageKey).catch(() => {});
    }
  }

  async storageOf(em: SqlEntityManager, viewer: Viewer): Promise<StorageUse> {
    const { maxUserBytes, maxFileBytes } = this.#parts.limits;
    return { usedBytes: await storageUsed(em, viewer.id), limitBytes: maxUserBytes, maxFileBytes };
  }

  /** Reads a document again that could not be read. */
  async retry(em: SqlEntityManager, viewer: Viewer, document: Document): Promise<Document> {
    await em.transactional((tx) => this.#again(tx as SqlEntityManager, document));
    this.#parts.queue.wake(readDocument);
    this.#parts.events.publish(viewer.id, document.id);
    return document;
  }

  async #again(tx: SqlEntityManager, document: Document): Promise<Document> {
    if (document.status !== DocumentStatus.FAILED) return document;
    Object.assign(document, { status: DocumentStatus.PENDING, progress: 0, errorCode: null, errorMessage: null });
    await tx.flush();
    await this.#parts.queue.add(tx, readDocument, document.id);
    return document;
  }

  async #typeOf(fileName: string, received: ReceivedFile): Promise<string> {
    const file = await open(received.path);
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, received.sizeBytes));
      await file.read(head, 0, head.length, 0);
      if (mayBeEncryptedWord(fileName, head) && (await file.readFile()).includes(ENCRYPTED_PACKAGE)) {
        throw new ParleyError('FILE_ENCRYPTED', 'The document is password-protected. Save it without a password.', {
          field: 'file',
        });
      }
      return mediaTypeOf(fileName, head, received.sizeBytes);
    } finally {
      await file.close();
    }
  }

  #collection(em: SqlEntityManager, viewer: Viewer, id: string | undefined): Promise<Collection> {
    const { collections } = this.#parts;
    return id === undefined ? collections.standard(em, viewer) : collections.find(em, viewer, id);
  }

  async #checkQuota(tx: SqlEntityManager, ownerId: string, sizeBytes: number): Promise<void> {
    const { maxUserBytes } = this.#parts.limits;
    const used = await storageUsed(tx, ownerId);
    if (used + sizeBytes <= maxUserBytes) return;
    const inMegabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
    throw new ParleyError(
      'QUOTA_EXCEEDED',
      `Your documents take ${inMegabytes(used)} MB of ${inMegabytes(maxUserBytes)} MB; this one has ${inMegabytes(sizeBytes)} MB. Delete some first.`,
      { field: 'file' },
    );
  }
}

/** Bytes of all files of a person. */
export async function storageUsed(em: SqlEntityManager, ownerId: string): Promise<number> {
  const [row] = await em.execute<{ used: string }[]>(
    'select coalesce(sum(size_bytes), 0) as used from documents where owner_id = ?',
    [ownerId],
  );
  return Number(row!.used);
}

async function freeName(tx: SqlEntityManager, ownerId: string, name: string): Promise<string> {
  const stem = name
    .slice(0, name.lastIndexOf('.'))
    .slice(0, 150)
    .replace(/[\\%_]/g, '\\$&');
  const rows = await tx.execute<{ file_name: string }[]>(
    'select file_name from documents where owner_id = ? and file_name like ?',
    [ownerId, `${stem}%`],
  );
  return freeFileName(name, new Set(rows.map((row) => row.file_name)));
}
