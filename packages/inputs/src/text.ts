import { rule } from './rule.ts';
import { z } from './z.ts';

/** A character that leaves something on the screen: no space, no control character, nothing of no width. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** True for text that nobody could see: spaces, line ends, characters of no width, or nothing at all. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text);

/** Length counts UTF-16 units. */
export const atMost = (max: number) => rule<string>('tooLong', ({ length }) => length > max && { length, max });
const notBlank = rule<string>('empty', isBlank);

/** Text with something in it, as it was typed. */
export const requiredText = (max: number) => z.string().check(atMost(max), notBlank);

/** The same without the space around it. */
export const name = (max: number) => z.string().check(z.trim(), atMost(max), notBlank);

/** Text of which a blank one is none. */
export const optionalText = (max: number) =>
  z.nullable(
    z.pipe(
      z.string().check(atMost(max)),
      z.transform((text) => (isBlank(text) ? null : text)),
    ),
  );

/** The same without the space around it. */
export const optionalWords = (max: number) =>
  z.pipe(
    optionalText(max),
    z.transform((text) => text?.trim() ?? null),
  );
