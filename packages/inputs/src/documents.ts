import { distinctIds } from './ids.ts';
import { maxLengths, retrievalRanges } from './limits.ts';
import { metadata } from './metadata.ts';
import { inRange } from './numbers.ts';
import { rule } from './rule.ts';
import { name, requiredText } from './text.ts';
import { z } from './z.ts';

const collectionName = name(maxLengths.collectionName);
const minScore = z.nullish(inRange(retrievalRanges.minScore));

export const createCollectionInput = z.object({ name: collectionName, metadata: z.nullish(metadata) });
export const updateCollectionInput = z.object({ name: z.nullish(collectionName), metadata: z.nullish(metadata) });

export const uploadDocumentInput = z.object({ metadata });

export const updateDocumentInput = z.object({
  fileName: z.nullish(requiredText(200)),
  metadata: z.nullish(metadata),
});

export const searchDocumentsInput = z.object({
  query: requiredText(maxLengths.documentQuery),
  first: z.nullish(inRange(retrievalRanges.results)),
  minScore,
  documentIds: z.nullish(distinctIds(1_000)),
});

export const updateSessionRetrievalInput = z.object({
  topK: z.nullish(inRange(retrievalRanges.topK)),
  minScore,
  collectionIds: z.nullish(distinctIds(50).check(rule('empty', ({ length }) => length === 0))),
  excludedDocumentIds: z.nullish(distinctIds(500)),
});
