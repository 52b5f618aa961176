import mammoth from 'mammoth';
import { ParleyError } from '../../../kernel/errors.ts';
import type { Block } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';
import { paragraphs } from './text.ts';
import { inflateEntry, listZip } from './zip.ts';

/** Deepest nesting of XML that is read; Word’s own stays far below. */
const MAX_DEPTH = 200;
const MAX_XML = 50 * 1024 * 1024;
const PARTS = /^word\/[^/]+\.xml$/;

/** Paragraphs of a Word document. What it could do to its reader is looked for first. */
export async function* readDocx(bytes: Buffer): AsyncIterable<Block | Progress> {
  const entries = listZip(bytes);
  if (entries.some(({ isEncrypted }) => isEncrypted))
    throw new ParleyError('FILE_ENCRYPTED', 'The document is password-protected. Save it without a password.');
  if (!entries.some(({ name }) => name === 'word/document.xml')) {
    throw new ParleyError('FILE_CORRUPT', 'The file is not a Word document: it has no text part.');
  }
  for (const entry of entries) {
    const part = inflateEntry(bytes, entry);
    if (PARTS.test(entry.name)) checkXml(part);
  }
  for (const block of paragraphs(await rawText(bytes)))
    if ('progress' in block || block.text !== '') yield withoutLines(block);
}

async function rawText(bytes: Buffer): Promise<string> {
  try {
    const { value } = await mammoth.extractRawText({ buffer: bytes });
    return value.replaceAll('\0', '').toWellFormed();
  } catch (error) {
    throw new ParleyError('FILE_CORRUPT', 'The Word document is damaged and cannot be read.', { cause: error });
  }
}

/** Lines of the extracted text mean nothing in the document. */
function withoutLines(block: Block | Progress): Block | Progress {
  return 'progress' in block ? block : { kind: block.kind, text: block.text };
}

/** Refuses document types (entities that multiply), extreme size and extreme nesting. */
function checkXml(part: Buffer): void {
  if (part.length > MAX_XML)
    throw new ParleyError('FILE_TOO_COMPLEX', `A part of the document is larger than ${MAX_XML / 1024 / 1024} MB.`);
  const xml = part.toString('latin1');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml))
    throw new ParleyError('FILE_CORRUPT', 'The document defines XML entities, which Word documents do not.');
  let depth = 0;
  for (const [tag] of xml.matchAll(/<[^>]*>/g)) {
    if (tag.startsWith('</')) depth--;
    else if (!tag.endsWith('/>') && !tag.startsWith('<?') && !tag.startsWith('<!') && ++depth > MAX_DEPTH) {
      throw new ParleyError('FILE_TOO_COMPLEX', `The document is nested more than ${MAX_DEPTH} levels deep.`);
    }
  }
}
