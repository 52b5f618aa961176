import { badInput } from './errors.ts';

/** A character that leaves something on the screen: no space, no control character, nothing of no width. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** True for text that nobody could see: spaces, line ends, characters of no width, or nothing at all. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text);

/** The text as the database can keep it: lone surrogates become U+FFFD, NUL is left out. */
export function storable(text: string): string {
  return withoutNul(text).toWellFormed();
}

export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/**
 * Text as the database can keep it: no NUL (PostgreSQL refuses it) and no lone surrogate
 * (silently replaced in text, refused in jsonb). Length counts UTF-16 units.
 * @throws ParleyError BAD_USER_INPUT naming `field` and the limit.
 */
export function checkText(field: string, value: string, limits: { isRequired?: boolean; max: number }): string {
  checkCharacters(field, value);
  if (value.length > limits.max)
    throw badInput(field, `${field} is too long: ${value.length} characters, at most ${limits.max}.`);
  if (limits.isRequired && isBlank(value)) throw badInput(field, `${field} must not be empty.`);
  return value;
}

/** @throws ParleyError BAD_USER_INPUT for text with NUL or a lone surrogate. */
export function checkCharacters(field: string, value: string): void {
  if (value.includes('\0')) throw badInput(field, `${field} must not contain a NUL character.`);
  if (!value.isWellFormed()) throw badInput(field, `${field} is not well-formed Unicode: it has a lone surrogate.`);
}
