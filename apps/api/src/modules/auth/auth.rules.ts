import { badInput } from '../../kernel/errors.ts';
import { checkText } from '../../kernel/text.ts';
import { isCommonPassword } from './common-passwords.ts';

const MAX_EMAIL = 320;
const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 255;
const MAX_DISPLAY_NAME = 100;
const MIN_PASSWORD_CHARACTERS = 8;
/** Keeps hashing cheap; room for 250 characters of any script. */
const MAX_PASSWORD_BYTES = 1000;

/** Spaces, control and invisible characters, and what would need quoting. */
const ODD_IN_LOCAL_PART = /[\s\p{C}\p{Z}@"(),:;<>[\\\]]/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

/**
 * An e-mail address as accounts keep it: trimmed, in lower case, in one Unicode form (NFC), so that
 * two spellings of one address are one account.
 * @throws ParleyError BAD_USER_INPUT for what is no address.
 */
export function normaliseEmail(email: string): string {
  const normal = checkText('email', email.trim().toLowerCase().normalize('NFC'), { max: MAX_EMAIL });
  const at = normal.lastIndexOf('@');
  if (at < 0 || !isLocalPart(normal.slice(0, at)) || !isDomain(normal.slice(at + 1))) {
    throw badInput('email', 'email must be an e-mail address such as name@example.org.');
  }
  return normal;
}

const localPartOf = (email: string): string => email.slice(0, email.lastIndexOf('@'));

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

/**
 * A password somebody signs in with, in one Unicode form (NFKC), as keyboards differ in what they send.
 * @throws ParleyError BAD_USER_INPUT for what cannot be anybody's password.
 */
export function readPassword(password: string): string {
  const bytes = Buffer.byteLength(password);
  if (bytes > MAX_PASSWORD_BYTES) {
    throw badInput('password', `password is too long: ${bytes} bytes, at most ${MAX_PASSWORD_BYTES}.`);
  }
  if (password === '') throw badInput('password', 'password must not be empty.');
  return checkText('password', password, { max: MAX_PASSWORD_BYTES }).normalize('NFKC');
}

/**
 * A password somebody chooses for the account with this (normalised) e-mail address.
 * @throws ParleyError BAD_USER_INPUT for one that is too short, too long or easily guessed.
 */
export function checkNewPassword(password: string, email: string): string {
  const normal = readPassword(password);
  const characters = [...normal];
  if (characters.length < MIN_PASSWORD_CHARACTERS) {
    const { length } = characters;
    throw badInput('password', `password is too short: ${length} characters, at least ${MIN_PASSWORD_CHARACTERS}.`);
  }
  const lower = normal.toLowerCase().normalize('NFKC');
  if (lower === email || lower === localPartOf(email)) {
    throw badInput('password', 'password must not be your e-mail address. Choose another one.');
  }
  if (isEasilyGuessed(lower, email)) {
    throw badInput('password', 'password is too easy to guess. Choose another one, such as a few unrelated words.');
  }
  return normal;
}

/** A few characters over and over: 11111111, abababab, 123412341234. */
const REPETITION = /^(.{1,4})\1+$/su;
/** What people add to a word that is too short or too common. */
const AROUND_WORDS = /^[^\p{L}]{1,2}|[^\p{L}]{1,2}$/gu;
/** So few letters are no password, whatever else is known of its owner. */
const LEAST_OWN_LETTERS = 3;

/** @param password in lower case. */
function isEasilyGuessed(password: string, email: string): boolean {
  if (isCommonPassword(password) || isCommonPassword(password.replace(AROUND_WORDS, ''))) return true;
  if (REPETITION.test(password)) return true;
  const known = ['parley', ...email.split(/[@._+-]/)].filter(({ length }) => length >= LEAST_OWN_LETTERS);
  if (!known.some((word) => password.includes(word))) return false;
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), password);
  return (rest.match(/\p{L}/gu)?.length ?? 0) < LEAST_OWN_LETTERS && rest.length < MIN_PASSWORD_CHARACTERS;
}

/**
 * The name a new account is shown with: the given one, trimmed, or the part of the address before the @.
 * @throws ParleyError BAD_USER_INPUT for a given name that is blank or too long.
 */
export function displayNameOf(given: string | null | undefined, email: string): string {
  if (given === null || given === undefined) return localPartOf(email);
  return checkText('displayName', given.trim(), { isRequired: true, max: MAX_DISPLAY_NAME });
}
