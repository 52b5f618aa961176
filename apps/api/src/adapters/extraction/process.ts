/** The process that reads files: whatever a file makes it do, the server is another process. */
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ParleyError } from '../../kernel/errors.ts';
import type { Block, MediaType } from '../../ports/document-extractor.ts';
import type { Answer, Request } from './protocol.ts';
import type { Progress, Reader } from './reader.ts';

/** How much text goes over at once, in characters. */
const BATCH = 50_000;

/** Libraries are loaded when the first file of their kind comes. */
const readers: Record<MediaType, () => Promise<Reader>> = {
  'text/plain': async () => (await import('./readers/text.ts')).readText,
  'text/markdown': async () => (await import('./readers/text.ts')).readText,
  'text/csv': async () => (await import('./readers/csv.ts')).readCsv,
  'application/json': async () => (await import('./readers/json.ts')).readJson,
  'application/pdf': async () => (await import('./readers/pdf.ts')).readPdf,
  'application/msword': async () => (await import('./readers/doc.ts')).readDoc,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': async () =>
    (await import('./readers/docx.ts')).readDocx,
};

let reading: AsyncIterator<Answer> | undefined;

async function* read({ path, mediaType }: { path: string; mediaType: MediaType }): AsyncGenerator<Answer, Answer> {
  const reader = await readers[mediaType]();
  let blocks: Block[] = [];
  let length = 0;
  let progress = 0;
  for await (const item of reader(await readFile(path)) as AsyncIterable<Block | Progress>) {
    if ('progress' in item) {
      progress = item.progress;
      continue;
    }
    blocks.push(item);
    length += item.text.length;
    if (length < BATCH) continue;
    yield { type: 'blocks', blocks, progress };
    blocks = [];
    length = 0;
  }
  if (blocks.length > 0) yield { type: 'blocks', blocks, progress: 1 };
  return { type: 'end' };
}

async function answer(request: Request): Promise<Answer> {
  try {
    if (request.type === 'read') reading = read(request);
    return (await reading!.next()).value as Answer;
  } catch (error) {
    if (error instanceof ParleyError) return { type: 'failed', code: error.code, message: error.message };
    if (error instanceof RangeError)
      return {
        type: 'failed',
        code: 'FILE_TOO_COMPLEX',
        message: 'The file is nested too deeply or too large to be read.',
      };
    return { type: 'failed', code: 'FILE_CORRUPT', message: 'The file is damaged and cannot be read.' };
  }
}

process.on('message', (request: Request) => {
  void answer(request).then((each) => process.send?.(each));
});
process.on('disconnect', () => process.exit(0));

// Memory outside of the JavaScript heap has no limit of its own, and a busy reader cannot watch itself.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
new Worker(new URL(`./memory-guard.${extension}`, import.meta.url), {
  workerData: { maxBytes: Number(process.argv[2]) },
}).unref();
