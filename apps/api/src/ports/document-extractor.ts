/** Where something stands in its document; only what its kind of file has. */
export interface Place {
  /** From 1. */
  page?: number;
  /** From 1. */
  line?: number;
  /** From 1, the header not counted. */
  row?: number;
  /** JSON path. */
  path?: string;
}

/** A piece of a document that belongs together. */
export interface Block extends Place {
  /** Well-formed, without NUL, at most {@link MAX_BLOCK_LENGTH} characters. */
  text: string;
  /** A record of a table or of JSON stays whole where it can; a paragraph is read on into the next. */
  kind: 'paragraph' | 'record';
  /** Last line, where it has several. */
  endLine?: number;
}

export interface ExtractedBlocks {
  blocks: Block[];
  /** How much of the document is behind it, 0 to 1. */
  progress: number;
}

/** Kinds of files that can be read. */
const mediaTypes = [
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
  'application/pdf',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const;
export type MediaType = (typeof mediaTypes)[number];

export const MAX_BLOCK_LENGTH = 8_000;

/** Reads what people upload. Whatever a file does, the server goes on. */
export interface DocumentExtractor {
  /**
   * The text in reading order, piece by piece; nothing is read ahead of what is taken.
   * @throws ParleyError FILE_CORRUPT, FILE_ENCRYPTED, FILE_TOO_COMPLEX (too deep, too many pages, too much memory or time).
   */
  extract(file: { path: string; mediaType: MediaType }, signal: AbortSignal): AsyncIterable<ExtractedBlocks>;
  close(): Promise<void>;
}
