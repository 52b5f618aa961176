import { badInput } from '../../../kernel/errors.ts';
import { isChanged, mayHaveChanged, quoteNumbers } from '../../../kernel/exact-numbers.ts';

/** As JSON, in characters. */
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 8;

/**
 * Metadata that came as text; nothing gives an empty object.
 * @throws ParleyError BAD_USER_INPUT naming `metadata`.
 */
export function parseMetadata(text: string | undefined): Record<string, unknown> {
  if (text === undefined || text.trim() === '') return {};
  if (text.length > MAX_LENGTH) throw tooLong();
  try {
    const metadata = checkMetadata(JSON.parse(text));
    if (quoteNumbers(text, isChanged) !== text) throw tooManyDigits();
    return metadata;
  } catch (error) {
    if (error instanceof SyntaxError) throw badInput('metadata', 'metadata is not valid JSON.');
    throw error;
  }
}

/**
 * Metadata as it is kept: an object, not too large or deep.
 * @throws ParleyError BAD_USER_INPUT naming `metadata`.
 */
export function checkMetadata(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badInput('metadata', 'metadata must be a JSON object, for example {"year": 2024}.');
  }
  if (!isShallow(value, MAX_DEPTH))
    throw badInput('metadata', `metadata is nested more than ${MAX_DEPTH} levels deep.`);
  if (!everyNumber(value, (number) => !mayHaveChanged(number))) throw tooManyDigits();
  // JSON may name larger numbers than there are: they are read as infinite, and would be kept as null.
  if (!everyNumber(value, Number.isFinite)) {
    throw badInput('metadata', 'metadata has a number that is too large: up to 1.79e308 can be kept.');
  }
  if (JSON.stringify(value).length > MAX_LENGTH) throw tooLong();
  if (!everyText(value, (text) => !text.includes('\0'))) {
    throw badInput('metadata', 'metadata must not contain a NUL character.');
  }
  if (!everyText(value, (text) => text.isWellFormed())) {
    throw badInput('metadata', 'metadata is not well-formed Unicode: it has a lone surrogate.');
  }
  return value as Record<string, unknown>;
}

const tooManyDigits = () =>
  badInput(
    'metadata',
    'metadata has a number with more digits than can be kept: write it as text, in quotation marks.',
  );

const tooLong = () => badInput('metadata', `metadata is longer than ${MAX_LENGTH} characters.`);

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

/** True when every key and every text inside passes. */
function everyText(value: unknown, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, each]) => test(key) && everyText(each, test));
}

/** True when every number inside passes. */
function everyNumber(value: unknown, test: (number: number) => boolean): boolean {
  if (typeof value === 'number') return test(value);
  return typeof value !== 'object' || value === null || Object.values(value).every((each) => everyNumber(each, test));
}
