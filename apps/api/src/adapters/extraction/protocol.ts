import type { ErrorCode } from '../../kernel/errors.ts';
import type { ExtractedBlocks, MediaType } from '../../ports/document-extractor.ts';

/** What the server tells the process that reads files. */
export type Request = { type: 'read'; path: string; mediaType: MediaType } | { type: 'more' };

/** What it answers, one answer per request. */
export type Answer =
  | ({ type: 'blocks' } & ExtractedBlocks)
  | { type: 'end' }
  | { type: 'failed'; code: ErrorCode; message: string };
