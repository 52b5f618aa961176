import WordExtractor from 'word-extractor';
import { ParleyError } from '../../../kernel/errors.ts';
import type { Block } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';
import { paragraphs } from './text.ts';

const SECTOR = 512;
/** First bytes of the stream that holds the text. */
const WORD_MAGIC = 0xa5ec;
const ENCRYPTED_FLAG = 0x0100;

/** Paragraphs of a Word 97–2003 document. */
export async function* readDoc(bytes: Buffer): AsyncIterable<Block | Progress> {
  if (isEncrypted(bytes))
    throw new ParleyError('FILE_ENCRYPTED', 'The document is password-protected. Save it without a password.');
  for (const block of paragraphs(await bodyText(bytes))) {
    yield 'progress' in block ? block : { kind: block.kind, text: block.text };
  }
}

async function bodyText(bytes: Buffer): Promise<string> {
  try {
    const document = await new WordExtractor().extract(bytes);
    const parts = [document.getBody(), document.getFootnotes(), document.getEndnotes(), document.getTextboxes()];
    // A paragraph is a line there.
    return parts.join('\n').replaceAll('\n', '\n\n').replaceAll('\0', '').toWellFormed();
  } catch (error) {
    throw new ParleyError('FILE_CORRUPT', 'The Word document is damaged and cannot be read.', { cause: error });
  }
}

function isEncrypted(bytes: Buffer): boolean {
  for (let at = SECTOR; at + 12 <= bytes.length; at += SECTOR) {
    if (bytes.readUInt16LE(at) === WORD_MAGIC) return (bytes.readUInt16LE(at + 10) & ENCRYPTED_FLAG) !== 0;
  }
  return false;
}
