import { badInput } from '../../kernel/errors.ts';

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 8;

/**
 * Metadata as it is kept: an object, not too large or deep.
 * @param text JSON; nothing gives an empty object.
 * @throws ParleyError BAD_USER_INPUT naming `metadata`.
 */
export function checkMetadata(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.trim() === '') return {};
  if (text.length > MAX_LENGTH) throw badInput('metadata', `metadata is longer than ${MAX_LENGTH} characters.`);
  if (text.includes('\0') || text.includes('\\u0000'))
    throw badInput('metadata', 'metadata must not contain a NUL character.');
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badInput('metadata', 'metadata must be a JSON object, for example {"year": 2024}.');
  }
  if (depthOf(value) > MAX_DEPTH) throw badInput('metadata', `metadata is nested more than ${MAX_DEPTH} levels deep.`);
  if (!isWellFormed(value)) throw badInput('metadata', 'metadata is not well-formed Unicode: it has a lone surrogate.');
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badInput('metadata', 'metadata is not valid JSON.');
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, each]) => key.isWellFormed() && isWellFormed(each));
}
