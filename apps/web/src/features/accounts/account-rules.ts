import { t } from './locales/en.ts';

const shortestPassword = 8;
const longestPassword = 128;
const longestName = 80;

/** What is wrong with an address, in words for the person who typed it; undefined when nothing is. */
export function emailProblem(email: string): string | undefined {
  const address = email.trim();
  if (!address) return t('enterEmail');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) && !/^[^\s@]+@localhost$/.test(address)) {
    return t('emailInvalid');
  }
  return address.length > 254 ? t('emailTooLong') : undefined;
}

/** What is wrong with a new password. The server knows more (common ones) and has the last word. */
export function newPasswordProblem(password: string): string | undefined {
  const length = [...password].length;
  if (length < shortestPassword)
    return length > 0
      ? t('passwordTooShortNow', { min: shortestPassword, length })
      : t('passwordTooShort', { min: shortestPassword });
  return length > longestPassword ? t('passwordTooLong', { max: longestPassword, length }) : undefined;
}

/** What is wrong with the name others see; it may be left out. */
export function displayNameProblem(name: string): string | undefined {
  return [...name.trim()].length > longestName ? t('nameTooLong', { max: longestName }) : undefined;
}
