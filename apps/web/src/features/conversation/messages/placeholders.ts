import type { Message } from '../../messages/index.ts';
import type { Outgoing } from '../use-message-mutations.ts';

const blank = { modelId: null, siblings: [], citations: [], feedback: null, run: null };

/** A question on its way and the answer it will get, as messages; nothing when the server has them already. */
export function placeholdersOf(outgoing: Outgoing | null, messages: readonly Message[]): Message[] {
  if (outgoing === null || messages.some(({ id }) => id === outgoing.messageId)) return [];
  const createdAt = new Date().toISOString();
  const { messageId, text, files } = outgoing;
  const parent = { id: messageId };
  return [
    {
      ...blank,
      id: messageId,
      role: 'USER',
      status: 'COMPLETED',
      createdAt,
      parent: null,
      parts: [
        { __typename: 'TextPart', id: messageId, text },
        ...files.map((document) => ({ __typename: 'FilePart' as const, id: document.id, document })),
      ],
    },
    { ...blank, id: `answer-to-${messageId}`, role: 'ASSISTANT', status: 'PENDING', createdAt, parent, parts: [] },
  ];
}
