import type { Locator, Page } from 'playwright-core';
import { graphqlAs } from './people.ts';

export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const textFile = (name: string, content: string): TestFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

/** A PDF with one page for each text; lines are separated by \n, parentheses are not allowed. */
export function pdfFile(name: string, pages: readonly string[]): TestFile {
  const first = 4;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, index) => `${first + index * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((page, index) => {
      const lines = page.split('\n').map((line) => `(${line}) Tj T*`);
      const content = `BT /F1 12 Tf 14 TL 72 720 Td ${lines.join(' ')} ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${first + index * 2 + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let body = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body + table + trailer, 'latin1') };
}

/** Drops a file on an element, as a person would from their desktop. */
export async function dropFile(target: Locator, { name, mimeType, buffer }: TestFile): Promise<void> {
  const file = { name, mimeType, content: buffer.toString('base64') };
  await target.evaluate((element, dropped) => {
    const bytes = Uint8Array.from(atob(dropped.content), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], dropped.name, { type: dropped.mimeType }));
    for (const type of ['dragenter', 'dragover', 'drop'])
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, file);
}

/** Adds a file through the API and waits until it is read. */
export async function addFile(page: Page, file: TestFile, fields: Record<string, string> = {}): Promise<string> {
  const id = await page.evaluate(
    async ({ name, mimeType, content, others }) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(others)) form.append(field, value);
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      form.append('file', new File([bytes], name, { type: mimeType }));
      const answer = await fetch('/api/documents', { method: 'POST', body: form });
      return ((await answer.json()) as { document: { id: string } }).document.id;
    },
    { name: file.name, mimeType: file.mimeType, content: file.buffer.toString('base64'), others: fields },
  );
  for (;;) {
    const { document } = await graphqlAs<{ document: { status: string } }>(
      page,
      'query Status($id: ID!) { document(id: $id) { status } }',
      { id },
    );
    if (document.status === 'READY') return id;
    if (document.status === 'FAILED') throw new Error(`${file.name} could not be read.`);
    await page.waitForTimeout(100);
  }
}
