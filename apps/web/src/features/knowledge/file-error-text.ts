import { messageOf } from '../../graphql/errors.ts';
import { language } from '../../i18n/language.ts';
import { acceptedWords } from './file-kinds.ts';
import { t } from './locales/en.ts';

const texts: Readonly<Record<string, () => string>> = {
  FILE_CORRUPT: () => t('fileCorrupt'),
  FILE_EMPTY: () => t('fileEmpty'),
  FILE_ENCRYPTED: () => t('fileEncrypted'),
  FILE_NO_TEXT: () => t('fileNoText'),
  FILE_TOO_COMPLEX: () => t('fileTooComplex'),
  FILE_TOO_LARGE: () => t('fileTooLargeShort'),
  FILE_TYPE_MISMATCH: () => t('fileTypeMismatch'),
  FILE_TYPE_NOT_ALLOWED: () => t('typeNotAllowed', { kinds: acceptedWords() }),
};

/** Why a file was refused. In English the server's text is more exact: it knows the page, the row, the limit. */
export function fileErrorText(code: string, message: string, retryAfter?: number): string {
  const own = language.value === 'en' ? undefined : texts[code]?.();
  return own ?? messageOf(code, message, retryAfter);
}
