import { ParleyError } from '../../kernel/errors.ts';

/** Codes of a client that went away while it sent: its form is not broken, only incomplete. */
const goneCodes = new Set(['ECONNRESET', 'FST_MP_PREMATURE_CLOSE']);
const limitCodes = new Set(['FST_PARTS_LIMIT', 'FST_FILES_LIMIT', 'FST_FIELDS_LIMIT']);

/**
 * The same parts of a form, or bytes of one of them, with an error for the caller where the form is broken. What its reader
 * throws has neither a code nor a status then, and would count as an internal error; what the consumer throws is not touched.
 */
export async function* withMultipartErrors<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    throw asFormError(error);
  }
}

function asFormError(error: unknown): unknown {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (statusCode === 408 || goneCodes.has(String(code))) return error;
  const message = limitCodes.has(String(code))
    ? 'The form has too many parts. Send one file and its fields.'
    : 'The form is invalid: separate and end its parts with the boundary given in the header Content-Type.';
  return new ParleyError('BAD_USER_INPUT', message, { field: 'file', cause: error });
}
