import type { NumberRange } from '@parley/inputs';
import { common } from './i18n/locales/en.ts';

/** A number that is typed, with the range the API has for it. */
export interface NumberRule extends NumberRange {
  label: () => string;
}

/** What was typed, as a number within the range. @param orEmpty whether an empty field is null: the default holds. */
export function parseNumber(rule: NumberRule, typed: string): { value: number } | { problem: string };
export function parseNumber(
  rule: NumberRule,
  typed: string,
  orEmpty: 'orEmpty',
): { value: number | null } | { problem: string };
export function parseNumber(
  { label, min, max, isWhole }: NumberRule,
  typed: string,
  orEmpty?: 'orEmpty',
): { value: number | null } | { problem: string } {
  const text = typed.trim().replace(',', '.');
  if (text === '' && orEmpty) return { value: null };
  const value = Number(text);
  if (text !== '' && value >= min && value <= max && (!isWhole || Number.isInteger(value))) return { value };
  const kind = common(isWhole ? 'wholeNumber' : 'anyNumber');
  return { problem: common(orEmpty ? 'outOfRangeOrEmpty' : 'outOfRange', { name: label(), kind, min, max }) };
}
