import { MIN_PASSWORD_CHARACTERS } from './limits.ts';
import { rule } from './rule.ts';
import { atMost, name } from './text.ts';
import { z } from './z.ts';

const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 255;
/** Keeps hashing cheap; room for 250 characters of any script. */
const MAX_PASSWORD_BYTES = 1000;

/** Spaces, control and invisible characters, and what would need quoting. */
const ODD_IN_LOCAL_PART = /[\s\p{C}\p{Z}@"(),:;<>[\\\]]/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

function isLocalPart(text: string): boolean {
  return text.length <= MAX_LOCAL_PART && text.split('.').every((atom) => atom !== '' && !ODD_IN_LOCAL_PART.test(atom));
}

function isDomain(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= MAX_DOMAIN &&
    labels.length >= 2 &&
    labels.every((label) => DOMAIN_LABEL.test(label)) &&
    /\p{L}/u.test(labels.at(-1) ?? '')
  );
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && isLocalPart(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

/** As accounts keep it: trimmed, in lower case, in one Unicode form, so that two spellings of one address are one account. */
const email = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.normalize('NFC'),
  atMost(320),
  rule('notEmail', (text) => !isEmail(text)),
);

/** One somebody signs in with, in one Unicode form, as keyboards differ in what they send. */
const password = z.string().check(
  rule('tooManyBytes', (text) => {
    const { length } = new TextEncoder().encode(text);
    return length > MAX_PASSWORD_BYTES && { length, max: MAX_PASSWORD_BYTES };
  }),
  rule('empty', (text) => text === ''),
  z.normalize('NFKC'),
);

/** One somebody chooses. */
const newPassword = password.check(
  rule('tooShort', (text) => {
    const { length } = [...text];
    return length < MIN_PASSWORD_CHARACTERS && { length, min: MIN_PASSWORD_CHARACTERS };
  }),
);

export const signInInput = z.object({ email, password });
export const signUpInput = z.object({ email, displayName: z.nullish(name(100)), password: newPassword });
