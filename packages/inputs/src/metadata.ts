import { rule } from './rule.ts';
import { z } from './z.ts';

/** As JSON, in characters. */
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 8;

/** Whether a number that came without its digits may have lost some: a whole number that is not one of a kind. */
export const mayHaveChanged = (value: number): boolean =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function isDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeep(each, levels - 1));
}

/** True when a value inside passes, or the name of one. */
function some(value: unknown, test: (each: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return test(value);
  return Object.entries(value).some(([name, each]) => test(name) || some(each, test));
}

/** What is kept with a document or collection: a JSON object, not too large or deep. */
export const metadata = z.custom<Record<string, unknown>>().check(
  rule('notObject', (value) => !isObject(value)),
  rule('tooDeep', (value) => isDeep(value, MAX_DEPTH) && { max: MAX_DEPTH }),
  rule('tooManyDigits', (value) => some(value, (each) => typeof each === 'number' && mayHaveChanged(each))),
  // JSON may name larger numbers than there are: they are read as infinite, and would be kept as null.
  rule('numberTooLarge', (value) => some(value, (each) => typeof each === 'number' && !Number.isFinite(each))),
  rule('tooLong', (value) => {
    const { length } = JSON.stringify(value);
    return length > MAX_LENGTH && { length, max: MAX_LENGTH };
  }),
  rule('nul', (value) => some(value, (each) => typeof each === 'string' && each.includes('\0'))),
  rule('loneSurrogate', (value) => some(value, (each) => typeof each === 'string' && !each.isWellFormed())),
);
