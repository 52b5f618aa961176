import type { Bus } from '../../../ports/bus.ts';
import type { Document } from './document.entity.ts';

/** The plain fields of a document that is gone. */
export type DeletedDocument = Omit<Document, 'owner' | 'collection' | 'session'> & {
  collectionId: string;
  sessionId: string | null;
};

export interface DocumentChange {
  documentId: string;
  /** How it was last, when it was deleted. */
  deleted: DeletedDocument | null;
}

/** Tells every instance about changed documents. Publish after the commit, never before. */
export class DocumentEvents {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  publish(ownerId: string, documentId: string, deleted: DeletedDocument | null = null): void {
    this.#bus.publish<DocumentChange>(topicOf(ownerId), { documentId, deleted });
  }

  /** @param missed called when changes made on other instances may have been missed. */
  subscribe(ownerId: string, listener: (change: DocumentChange) => void, missed: () => void): () => void {
    return this.#bus.subscribe<DocumentChange>(topicOf(ownerId), listener, missed);
  }
}

const topicOf = (ownerId: string): string => `user:${ownerId}:documents`;
