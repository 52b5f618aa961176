import { ParleyError } from '../../../kernel/errors.ts';
import { detectEncoding } from '../../../kernel/text-encoding.ts';
import type { MediaType } from '../../../ports/document-extractor.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

type Shape = 'text' | 'pdf' | 'zip' | 'ole';

/** What may be uploaded, by the end of its name. */
const types = {
  txt: { mediaType: 'text/plain', shape: 'text' },
  md: { mediaType: 'text/markdown', shape: 'text' },
  csv: { mediaType: 'text/csv', shape: 'text' },
  json: { mediaType: 'application/json', shape: 'text' },
  pdf: { mediaType: 'application/pdf', shape: 'pdf' },
  docx: { mediaType: WORD, shape: 'zip' },
  doc: { mediaType: 'application/msword', shape: 'ole' },
} as const satisfies Record<string, { mediaType: MediaType; shape: Shape }>;

const allowedExtensions = Object.keys(types).map((extension) => `.${extension}`);

/** How files begin that are no text, and what they are called in a message. */
const beginnings: { bytes: number[]; shape: Shape | null; name: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], shape: 'pdf', name: 'a PDF' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], shape: 'zip', name: 'an archive or a newer Office document' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    shape: 'ole',
    name: 'an older or encrypted Office document',
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], shape: null, name: 'a picture' },
  { bytes: [0xff, 0xd8, 0xff], shape: null, name: 'a picture' },
  { bytes: [0x47, 0x49, 0x46, 0x38], shape: null, name: 'a picture' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], shape: null, name: 'a program' },
  { bytes: [0x4d, 0x5a, 0x90], shape: null, name: 'a program' },
  { bytes: [0x1f, 0x8b], shape: null, name: 'an archive' },
];

/** @throws ParleyError FILE_TYPE_NOT_ALLOWED with what is allowed. */
export function checkFileName(fileName: string): void {
  if (typeOf(fileName)) return;
  const list = allowedExtensions.join(', ');
  throw new ParleyError('FILE_TYPE_NOT_ALLOWED', `Files of this type cannot be read. Allowed are ${list}.`, {
    field: 'file',
  });
}

/**
 * What a file is, by how it begins: the name only says what it should be.
 * @param head its first bytes, at most 64 KiB are looked at.
 * @throws ParleyError FILE_EMPTY, FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH.
 */
export function mediaTypeOf(fileName: string, head: Uint8Array, sizeBytes: number): MediaType {
  checkFileName(fileName);
  if (sizeBytes === 0) throw new ParleyError('FILE_EMPTY', 'The file is empty.', { field: 'file' });
  const { mediaType, shape } = typeOf(fileName)!;
  const begins = beginnings.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (begins ? begins.shape !== shape : shape !== 'text') throw mismatch(fileName, begins?.name);
  if (shape === 'text' && !detectEncoding(head, head.length === sizeBytes)) throw mismatch(fileName, 'no text');
  return mediaType;
}

/** True for how a Word document with a password looks from outside: a newer document inside an older container. */
export const mayBeEncryptedWord = (fileName: string, head: Uint8Array): boolean =>
  extensionOf(fileName) === 'docx' && beginnings[2]!.bytes.every((byte, index) => head[index] === byte);

export const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

function mismatch(fileName: string, found = 'something else'): ParleyError {
  const message = `The file is called .${extensionOf(fileName)} but its content is ${found}. Give it the name it should have.`;
  return new ParleyError('FILE_TYPE_MISMATCH', message, { field: 'file' });
}

const extensionOf = (fileName: string): string => fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();

function typeOf(fileName: string): { mediaType: MediaType; shape: Shape } | undefined {
  const extension = extensionOf(fileName);
  return fileName.includes('.') && Object.hasOwn(types, extension) ? types[extension as keyof typeof types] : undefined;
}
