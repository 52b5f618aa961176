import { z } from './z.ts';

/** What can be wrong with a value. Each text follows the name of the field: “title must not be empty.” */
const texts = {
  empty: 'must not be empty.',
  tooLong: 'is too long: {length} characters, at most {max}.',
  tooShort: 'is too short: {length} characters, at least {min}.',
  tooManyBytes: 'is too long: {length} bytes, at most {max}.',
  tooManyEntries: 'has too many entries: {length}, at most {max}.',
  notEmail: 'must be an e-mail address such as name@example.org.',
  notLocale: 'must be a BCP 47 language tag such as de or en-GB.',
  notUuid: 'must be a UUID.',
  notInRange: 'must be between {min} and {max}.',
  notWholeInRange: 'must be a whole number between {min} and {max}.',
  notObject: 'must be a JSON object, for example {"year": 2024}.',
  tooDeep: 'is nested more than {max} levels deep.',
  tooManyDigits: 'has a number with more digits than can be kept: write it as text, in quotation marks.',
  numberTooLarge: 'has a number that is too large: up to 1.79e308 can be kept.',
  nul: 'must not contain a NUL character.',
  loneSurrogate: 'is not well-formed Unicode: it has a lone surrogate.',
} as const;

export type Problem = keyof typeof texts;

/** The numbers of a text. */
type Numbers = Partial<Record<'length' | 'min' | 'max', number>>;

/**
 * A check of a schema. Its issue has the text for the API as `message`, and as `params` what a catalogue makes a text of:
 * the name of the problem, and its numbers.
 * @param find the numbers for the text when the value breaks the rule, otherwise false.
 */
export function rule<T>(problem: Problem, find: (value: T) => Numbers | boolean) {
  return z.check<T>(({ value, issues }) => {
    const found = find(value);
    if (found === false) return;
    const numbers: Numbers = found === true ? {} : found;
    const message = texts[problem].replace(/\{(\w+)\}/g, (_, name: keyof Numbers) => String(numbers[name]));
    issues.push({ code: 'custom', message, params: { problem, ...numbers }, input: value });
  });
}
