import { MIN_PASSWORD_CHARACTERS } from '@parley/inputs';
import { badInput } from '../../kernel/errors.ts';
import { isCommonPassword } from './common-passwords.ts';

/** The part of an address before the @; the name of a new account where none was given. */
export const localPartOf = (email: string): string => email.slice(0, email.lastIndexOf('@'));

/**
 * @param password chosen for the account with this (normalised) e-mail address.
 * @throws ParleyError BAD_USER_INPUT for one that is easily guessed.
 */
export function checkHardToGuess(password: string, email: string): void {
  const lower = password.toLowerCase().normalize('NFKC');
  if (lower === email || lower === localPartOf(email)) {
    throw badInput('password', 'password must not be your e-mail address. Choose another one.');
  }
  if (isEasilyGuessed(lower, email)) {
    throw badInput('password', 'password is too easy to guess. Choose another one, such as a few unrelated words.');
  }
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
