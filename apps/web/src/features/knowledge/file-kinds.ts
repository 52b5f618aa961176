import { formatNumber } from '../../format.ts';
import { t } from './locales/en.ts';

/** How a kind of file is shown. */
export interface FileKind {
  icon: string;
  label: () => string;
  /** Can be opened in the viewer of JSON and CSV. */
  isData: boolean;
}

const kinds = new Map<string, FileKind>([
  ['pdf', { icon: 'i-lucide-file-text', label: () => 'PDF', isData: false }],
  ['doc', { icon: 'i-lucide-file-type', label: () => 'Word', isData: false }],
  ['docx', { icon: 'i-lucide-file-type', label: () => 'Word', isData: false }],
  ['md', { icon: 'i-lucide-file-code', label: () => 'Markdown', isData: false }],
  ['txt', { icon: 'i-lucide-file', label: () => t('kindText'), isData: false }],
  ['json', { icon: 'i-lucide-file-braces', label: () => 'JSON', isData: true }],
  ['csv', { icon: 'i-lucide-file-spreadsheet', label: () => 'CSV', isData: true }],
]);
const unknownKind: FileKind = { icon: 'i-lucide-file', label: () => t('kindFile'), isData: false };

/** What a file dialog offers. */
export const acceptedFiles = [...kinds.keys()].map((extension) => `.${extension}`).join(',');

/** What the server reads, for people. */
export const acceptedWords = (): string => t('acceptedKinds');

function extensionOf(fileName: string): string {
  return fileName.includes('.') ? fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase() : '';
}

/** Icon and name of a file's kind, by the end of its name. */
export function fileKind(fileName: string): FileKind {
  return kinds.get(extensionOf(fileName)) ?? unknownKind;
}

/**
 * Why a file need not be sent at all; null when the server has to judge.
 * @param maxBytes the largest the server takes; null while that is not known.
 */
export function fileProblem(
  file: Pick<File, 'name' | 'size'>,
  maxBytes: number | null,
): { code: string; message: string } | null {
  if (!kinds.has(extensionOf(file.name)))
    return { code: 'FILE_TYPE_NOT_ALLOWED', message: t('typeNotAllowed', { kinds: acceptedWords() }) };
  if (file.size === 0) return { code: 'FILE_EMPTY', message: t('fileEmpty') };
  if (maxBytes !== null && file.size > maxBytes) {
    const message = t('fileTooLarge', { size: formatSize(file.size), limit: formatSize(maxBytes) });
    return { code: 'FILE_TOO_LARGE', message };
  }
  return null;
}

/** `512 B`, `1.4 MB`, `1 GB`: in steps of 1,024, as the server's limits are; from 1,000 on in the next unit. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] =
    bytes < 1000 * 1024
      ? [bytes / 1024, 'KB']
      : bytes < 1000 * 1024 ** 2
        ? [bytes / 1024 ** 2, 'MB']
        : [bytes / 1024 ** 3, 'GB'];
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${unit}`;
}
