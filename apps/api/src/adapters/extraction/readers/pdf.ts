import { getDocumentProxy } from 'unpdf';
import { ParleyError } from '../../../kernel/errors.ts';
import type { Block } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';
import { paragraphs } from './text.ts';

const MAX_PAGES = 5_000;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
interface TextItem {
  str: string;
  hasEOL: boolean;
  height: number;
  transform: number[];
}

/** Paragraphs of a PDF with their pages. Pictures are not read: a scan has no text. */
export async function* readPdf(bytes: Buffer): AsyncIterable<Block | Progress> {
  const pdf = await open(bytes);
  if (pdf.numPages > MAX_PAGES) {
    throw new ParleyError(
      'FILE_TOO_COMPLEX',
      `The PDF has ${pdf.numPages} pages; the limit is ${MAX_PAGES}. Split it.`,
    );
  }
  for (let number = 1; number <= pdf.numPages; number++) {
    for (const block of paragraphs(await pageText(pdf, number))) {
      if ('text' in block) yield { kind: 'paragraph', text: block.text, page: number };
    }
    yield { progress: number / pdf.numPages };
  }
  await pdf.loadingTask.destroy();
}

async function open(bytes: Buffer): Promise<Pdf> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
    });
  } catch (error) {
    throw asFileError(error);
  }
}

async function pageText(pdf: Pdf, number: number): Promise<string> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: false });
    page.cleanup();
    return assemble(items.filter((item): item is typeof item & TextItem => 'str' in item));
  } catch (error) {
    throw asFileError(error);
  }
}

/** Lines in the order of the page; a gap larger than usual makes a paragraph. */
function assemble(items: readonly TextItem[]): string {
  let text = '';
  let lastY: number | undefined;
  for (const item of items) {
    const y = item.transform[5] ?? 0;
    const isNewParagraph = lastY !== undefined && item.height > 0 && Math.abs(lastY - y) > item.height * 1.8;
    if (isNewParagraph && text.endsWith('\n')) text += '\n';
    text += item.str;
    if (item.hasEOL) text += '\n';
    if (item.str.trim() !== '') lastY = y;
  }
  // A word that was divided at the end of a line is one word.
  return text
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replaceAll('\0', '')
    .toWellFormed();
}

function asFileError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException')
    return new ParleyError('FILE_ENCRYPTED', 'The PDF is password-protected. Save it without a password.', {
      cause: error,
    });
  return new ParleyError('FILE_CORRUPT', 'The PDF is damaged and cannot be read.', { cause: error });
}
