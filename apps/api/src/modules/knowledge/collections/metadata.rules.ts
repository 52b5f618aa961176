import { uploadDocumentInput } from '@parley/inputs';
import { checkInput } from '../../../graphql/check-input.ts';
import { badInput } from '../../../kernel/errors.ts';
import { isChanged, quoteNumbers } from '../../../kernel/exact-numbers.ts';

/**
 * Metadata that came as text; nothing gives an empty object.
 * @throws ParleyError BAD_USER_INPUT naming `metadata`.
 */
export function parseMetadata(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.trim() === '') return {};
  const { metadata } = checkInput(uploadDocumentInput, { metadata: parse(text) });
  if (quoteNumbers(text, isChanged) !== text) {
    throw badInput('metadata', 'metadata has a number with more digits than can be kept: write it as text.');
  }
  return metadata;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('metadata', 'metadata is not valid JSON.');
  }
}
