import { serialSubscription } from '../../../graphql/serial-subscription.ts';
import { type RequestContext, requireViewer } from '../../../kernel/request-context.ts';
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
  return serialSubscription<Document>((tell) =>
    events.subscribe(
      viewer.id,
      ({ documentId, deleted }) => {
        if (id !== null && documentId !== id) return;
        tell(async () =>
          deleted
            ? [documents.tombstone(context.fork(), deleted)]
            : documents.findChanged(context.fork(), viewer, documentId),
        );
      },
      () => tell(() => documents.findNewest(context.fork(), viewer, id)),
    ),
  );
}
