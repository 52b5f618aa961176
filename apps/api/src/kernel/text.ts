import { badInput } from './errors.ts';

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
export function checkText(field: string, value: string, limits: { min?: number; max: number }): string {
  if (value.includes('\0')) throw badInput(field, `${field} must not contain a NUL character.`);
  if (!value.isWellFormed()) throw badInput(field, `${field} is not well-formed Unicode: it has a lone surrogate.`);
  if (value.length > limits.max)
    throw badInput(field, `${field} is too long: ${value.length} characters, at most ${limits.max}.`);
  if (value.trim().length < (limits.min ?? 0)) throw badInput(field, `${field} must not be empty.`);
  return value;
}
