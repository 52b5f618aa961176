import { z } from 'zod';
import type { Embedder } from '../../ports/embedder.ts';
import { requestJson } from '../json-service.ts';
import { RemoteEmbedder } from './remote-embedder.ts';
import type { RemoteEmbedderSettings } from './settings.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number(), embedding: z.unknown() })),
  usage: z.object({ prompt_tokens: z.unknown() }).nullish().catch(null),
});
/** Characters of a text that are sent: no known model reads more. */
const MAX_CHARACTERS = 30_000;

/** Any server with OpenAI's `POST /embeddings`. */
export function createOpenAiCompatibleEmbedder({ baseUrl, apiKey, model }: RemoteEmbedderSettings): Embedder {
  const service = {
    label: 'The embeddings endpoint',
    baseUrl,
    ...(apiKey ? { headers: { authorization: `Bearer ${apiKey}` } } : {}),
  };
  return new RemoteEmbedder({
    id: `openai:${model}`,
    service,
    maxBatch: 64,
    // An empty text is refused by most servers.
    prepareText: (text) => text.slice(0, MAX_CHARACTERS) || ' ',
    ask: async (texts, signal) => {
      const body = { model, input: texts };
      const answered = answerSchema.safeParse(await requestJson(service, '/embeddings', { body, signal })).data;
      const items = answered?.data.toSorted((a, b) => a.index - b.index);
      return { vectors: items?.map((item) => item.embedding), promptTokens: answered?.usage?.prompt_tokens };
    },
  });
}
