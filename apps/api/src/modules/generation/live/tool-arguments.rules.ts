import { isChanged, quoteNumbers } from '../../../kernel/exact-numbers.ts';
import { storable } from '../../../kernel/text.ts';

/** What is nested more deeply stays text. */
const DEEPEST = 64;

/**
 * What a model wrote as arguments of a tool, as the database can keep it and everybody is told it. JSON may name characters
 * that are refused there, so it is looked at when it is read. Numbers with
 * more digits than can be kept become texts. What is not JSON, or nested too deeply, stays text.
 */
export function toolArguments(text: string): unknown {
  try {
    const value: unknown = JSON.parse(quoteNumbers(text || '{}', isChanged));
    return depthOf(value, DEEPEST) > DEEPEST ? storable(text) : (keepable(value) ?? {});
  } catch {
    return storable(text);
  }
}

function keepable(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(keepable);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), keepable(each)]));
}

function depthOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null || limit < 0) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((each) => depthOf(each, limit - 1)));
}
