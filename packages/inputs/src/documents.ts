import { distinctIds } from './ids.ts';
import { metadata } from './metadata.ts';
import { between, wholeBetween } from './numbers.ts';
import { rule } from './rule.ts';
import { name, requiredText } from './text.ts';
import { z } from './z.ts';

const collectionName = name(100);
const minScore = z.nullish(between(0, 1));

export const createCollectionInput = z.object({ name: collectionName, metadata: z.nullish(metadata) });
export const updateCollectionInput = z.object({ name: z.nullish(collectionName), metadata: z.nullish(metadata) });

export const uploadDocumentInput = z.object({ metadata });

export const updateDocumentInput = z.object({
  fileName: z.nullish(requiredText(200)),
  metadata: z.nullish(metadata),
});

export const searchDocumentsInput = z.object({
  query: requiredText(2_000),
  first: z.nullish(wholeBetween(1, 100)),
  minScore,
  documentIds: z.nullish(distinctIds(1_000)),
});

export const updateSessionRetrievalInput = z.object({
  topK: z.nullish(wholeBetween(1, 20)),
  minScore,
  collectionIds: z.nullish(distinctIds(50).check(rule('empty', ({ length }) => length === 0))),
  excludedDocumentIds: z.nullish(distinctIds(500)),
});
