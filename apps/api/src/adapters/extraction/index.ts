import type { DocumentExtractor } from '../../ports/document-extractor.ts';
import { ProcessExtractor } from './process-extractor.ts';
import type { ReaderLimits } from './reader-process.ts';

export const createDocumentExtractor = (limits: ReaderLimits): DocumentExtractor => new ProcessExtractor(limits);
