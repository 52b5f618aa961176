import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdf, pdfBomb, pdfEncrypted, pdfWithCycle } from '../../../test/support/files/pdf.ts';
import {
  docx,
  docxNested,
  docxOf,
  docxThatGrows,
  docxThatLies,
  docxWithLaughs,
  zip,
} from '../../../test/support/files/zip.ts';
import { ParleyError } from '../../kernel/errors.ts';
import { type Block, MAX_BLOCK_LENGTH, type MediaType } from '../../ports/document-extractor.ts';
import { createDocumentExtractor } from './index.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('reading files', () => {
  const extractor = createDocumentExtractor({ maxMemory: 220 * 1024 * 1024, maxTime: 20_000 });
  let folder: string;
  let count = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-extraction-'));
  });
  afterAll(async () => {
    await extractor.close();
    await rm(folder, { recursive: true });
  });

  async function read(mediaType: MediaType, content: string | Buffer): Promise<Block[]> {
    const path = join(folder, String(count++));
    await writeFile(path, content);
    const blocks: Block[] = [];
    for await (const batch of extractor.extract({ path, mediaType }, new AbortController().signal))
      blocks.push(...batch.blocks);
    return blocks;
  }

  async function codeOf(mediaType: MediaType, content: string | Buffer): Promise<string> {
    try {
      await read(mediaType, content);
      return 'read';
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      return error.code;
    }
  }

  it('reads paragraphs of text with their lines', async () => {
    expect(await read('text/plain', 'One\ntwo.\n\n \nThree\r\n\r\n')).toEqual([
      { kind: 'paragraph', text: 'One\ntwo.', line: 1, endLine: 2 },
      { kind: 'paragraph', text: 'Three', line: 5, endLine: 5 },
    ]);
  });

  it('cuts a line without end into blocks and loses nothing', async () => {
    const text = 'abc'.repeat(100_000);
    const blocks = await read('text/plain', text);
    expect(Math.max(...blocks.map((block) => block.text.length))).toBeLessThanOrEqual(MAX_BLOCK_LENGTH);
    expect(blocks.map((block) => block.text).join('')).toBe(text);
  });

  it('reads a PDF page by page', async () => {
    const blocks = await read('application/pdf', pdf(['Hello PDF\nsecond line', 'Page two']));
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'Hello PDF\nsecond line', page: 1 },
      { kind: 'paragraph', text: 'Page two', page: 2 },
    ]);
  });

  it('reads a Word document', async () => {
    const blocks = await read(
      WORD,
      docx(['First one.', 'Second.'], [{ name: 'word/evil', content: '/etc/passwd', mode: 0o120777 }]),
    );
    expect(blocks.map((block) => block.text)).toEqual(['First one.', 'Second.']);
  });

  it('reads a table by its records', async () => {
    const table = '\uFEFFname;city\n"Ada; Countess";London\nAlan;\n';
    expect(await read('text/csv', table)).toEqual([
      { kind: 'record', text: 'name: Ada; Countess\ncity: London', row: 1 },
      { kind: 'record', text: 'name: Alan', row: 2 },
    ]);
  });

  it('reads JSON by its records', async () => {
    const people = Array.from({ length: 40 }, (_, index) => ({
      name: `Person ${index}`,
      tags: ['a', 'b'],
      note: 'x'.repeat(60),
    }));
    const blocks = await read('application/json', JSON.stringify({ people, 'odd key': 1 }));
    expect(blocks[3]).toEqual({
      kind: 'record',
      text: `name: Person 3\ntags: a\ntags: b\nnote: ${'x'.repeat(60)}`,
      path: '$.people[3]',
    });
    expect(blocks.at(-1)).toEqual({ kind: 'record', text: '1', path: '$["odd key"]' });
  });

  it('keeps every digit of JSON', async () => {
    const text = '[{"id":822106502566256641,"ids":[12345678901234567890],"x":0.1000000000000000055},1e400,1.0,-0,1E5]';
    const [block] = await read('application/json', text);
    expect(block).toMatchObject({
      text: 'id: 822106502566256641\nids: 12345678901234567890\nx: 0.1000000000000000055\n1e400\n1.0\n-0\n1E5',
    });
  });

  it('says where JSON is wrong', async () => {
    await expect(read('application/json', '{\n "a": 1 /* x */\n, "b": 1.0}')).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
      message: expect.stringContaining('line 2, column 9'),
    });
  });

  it('is not changed by names of prototypes', async () => {
    await read('application/json', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}');
    expect(await read('text/csv', '__proto__,constructor\n1,2')).toEqual([
      { kind: 'record', text: '__proto__: 1\nconstructor: 2', row: 1 },
    ]);
  });

  it.each<[string, string, MediaType, () => string | Buffer]>([
    ['two documents of JSON', 'FILE_CORRUPT', 'application/json', () => '{"a":1}{"b":2}'],
    ['text after JSON', 'FILE_CORRUPT', 'application/json', () => '""  x'],
    [
      'JSON 100,000 deep',
      'FILE_TOO_COMPLEX',
      'application/json',
      () => '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000),
    ],
    ['a number of 1,000,000 digits', 'read', 'application/json', () => '9'.repeat(1_000_000)],
    ['null', 'read', 'application/json', () => 'null'],
    ['a quote that never ends', 'FILE_CORRUPT', 'text/csv', () => `a,b\n"${'x,y\n'.repeat(2_000_000)}`],
    ['10,000 columns', 'read', 'text/csv', () => `${'c,'.repeat(10_000)}\n${'1,'.repeat(10_000)}`],
    ['a header of a PDF', 'FILE_CORRUPT', 'application/pdf', () => '%PDF-1.7\n'],
    ['no PDF after its header', 'FILE_CORRUPT', 'application/pdf', () => `%PDF-1.7\n${'garbage '.repeat(2_000)}`],
    ['a PDF that becomes 200 MB', 'FILE_TOO_COMPLEX', 'application/pdf', () => pdfBomb(200)],
    ['a million pages in a circle', 'FILE_CORRUPT', 'application/pdf', () => pdfWithCycle(1_000_000)],
    ['some pages in a circle', 'FILE_CORRUPT', 'application/pdf', () => pdfWithCycle(4)],
    ['a PDF with a password', 'FILE_ENCRYPTED', 'application/pdf', () => pdfEncrypted()],
    ['a document without text part', 'FILE_CORRUPT', WORD, () => zip([{ name: 'a.txt', content: 'a' }])],
    ['half an archive', 'FILE_CORRUPT', WORD, () => docx(['a']).subarray(0, 400)],
    ['entities that multiply', 'FILE_CORRUPT', WORD, () => docxWithLaughs()],
    ['XML 100,000 deep', 'FILE_TOO_COMPLEX', WORD, () => docxNested(100_000)],
    ['broken XML', 'FILE_CORRUPT', WORD, () => docxOf('<w:document')],
    ['an archive that grows to 201 MB', 'FILE_TOO_COMPLEX', WORD, () => docxThatGrows(201)],
    ['an archive that lies about its size', 'FILE_CORRUPT', WORD, () => docxThatLies(5)],
    [
      'no Word document',
      'FILE_CORRUPT',
      'application/msword',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_000)]),
    ],
  ])('answers to %s with %s', async (_name, code, mediaType, content) => {
    expect(await codeOf(mediaType, content())).toBe(code);
  });

  it('reads on after all that', async () => {
    expect(await codeOf('text/plain', 'still here')).toBe('read');
  });

  it('ends a reader that hangs', async () => {
    const hasty = createDocumentExtractor({ maxMemory: 400 * 1024 * 1024, maxTime: 1 });
    const path = join(folder, 'slow');
    await writeFile(path, 'slow');
    const first = hasty
      .extract({ path, mediaType: 'text/plain' }, new AbortController().signal)
      [Symbol.asyncIterator]()
      .next();
    await expect(first).rejects.toMatchObject({ code: 'FILE_TOO_COMPLEX' });
    await hasty.close();
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'long');
    await writeFile(path, 'long\n\n'.repeat(200_000));
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const _ of extractor.extract({ path, mediaType: 'text/plain' }, controller.signal)) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
