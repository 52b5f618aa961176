import { badInput } from './errors.ts';

/** The text as the database can keep it: lone surrogates become U+FFFD, NUL is left out. */
export function storable(text: string): string {
  return withoutNul(text).toWellFormed();
}

export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/**
 * Text as the database can keep it: no NUL (PostgreSQL refuses it) and no lone surrogate (silently replaced in text,
 * refused in jsonb).
 * @throws ParleyError BAD_USER_INPUT naming `field`.
 */
export function checkCharacters(field: string, value: string): void {
  if (value.includes('\0')) throw badInput(field, `${field} must not contain a NUL character.`);
  if (!value.isWellFormed()) throw badInput(field, `${field} is not well-formed Unicode: it has a lone surrogate.`);
}
