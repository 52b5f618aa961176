import { inject, type InjectionKey } from 'vue';

/** Opens a document beside the messages, at one of its passages when it is named. */
export type OpenDocument = (documentId: string, ordinal?: number) => void;

export const openDocumentKey: InjectionKey<OpenDocument> = Symbol('open document');

/** How the page that shows these messages opens a document. */
export function useOpenDocument(): OpenDocument {
  const openDocument = inject(openDocumentKey);
  if (!openDocument) throw new Error('Provide openDocumentKey where messages are shown.');
  return openDocument;
}
