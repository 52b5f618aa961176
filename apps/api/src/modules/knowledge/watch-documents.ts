import { Repeater } from '@graphql-yoga/subscription';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import type { Document } from './document.entity.ts';
import { DocumentEvents } from './document-events.ts';
import { DocumentService } from './document.service.ts';

/**
 * The viewer’s documents as they change, each read anew; one of them, or all. When changes may have been missed, the
 * newest are told as they are.
 * @throws ParleyError NOT_FOUND for a document that is not the viewer’s.
 */
export async function watchDocuments(context: RequestContext, id: string | null): Promise<AsyncIterable<Document>> {
  const viewer = requireViewer(context);
  const documents = context.service(DocumentService);
  const events = context.service(DocumentEvents);
  if (id !== null) await documents.find(context.em, viewer, id);
  return new Repeater<Document>(async (push, stop) => {
    // One after the other: of two readings at once, the later one may see the older state.
    let reading: Promise<unknown> = Promise.resolve();
    const inTurn = (read: () => Promise<unknown>): Promise<unknown> => {
      const next = reading.then(read);
      reading = next.catch(() => {});
      return next;
    };
    const unsubscribe = events.subscribe(
      viewer.id,
      ({ documentId, deleted }) => {
        if (id !== null && documentId !== id) return;
        const next = inTurn(async () =>
          deleted
            ? documents.revive(context.fork(), deleted)
            : documents.findChanged(context.fork(), viewer, documentId),
        );
        void push(next as Promise<Document>).catch(stop);
      },
      () =>
        void documents.findNewest(context.fork(), viewer, id).then(
          (found) => found.forEach((document) => void push(document)),
          () => {},
        ),
    );
    await stop;
    unsubscribe();
  });
}
