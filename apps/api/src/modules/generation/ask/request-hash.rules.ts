import { createHash } from 'node:crypto';
import type { SendMessageInput } from './send-message.type.ts';

/** Fingerprint of what was asked, the message's own id aside: tells a retry from another message under the same id. */
export function requestHash(input: SendMessageInput): string {
  const { sessionId, parentId, text, documentIds, modelId, parameters } = input;
  const settings = Object.entries(parameters ?? {})
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([left], [right]) => left.localeCompare(right));
  const body = JSON.stringify([
    sessionId ?? null,
    parentId ?? null,
    text,
    modelId ?? null,
    settings,
    documentIds ?? [],
  ]);
  return createHash('sha256').update(body).digest('hex');
}
