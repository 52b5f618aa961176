import { z } from 'zod';
import type { Embedder } from '../../ports/embedder.ts';
import { NothingThereError, requestJson } from '../json-service.ts';
import { authorization } from '../authorization.ts';
import { baseUrlCandidates } from '../base-url.ts';
import { readAddress } from '../../kernel/service-address.ts';
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
  const address = readAddress(baseUrl);
  const headers = authorization(apiKey || undefined, address);
  let services = baseUrlCandidates(baseUrl).map((base) => ({
    label: 'The embeddings endpoint',
    baseUrl: `${base}${address?.search ?? ''}`,
    headers,
  }));
  const service = services[0] ?? { label: 'The embeddings endpoint', baseUrl };
  /** Asks at the first of the addresses that has embeddings; one that answers is kept alone. */
  async function ask(body: object, signal: AbortSignal | undefined): Promise<unknown> {
    for (const candidate of services) {
      try {
        const answer = await requestJson(candidate, '/embeddings', { body, signal });
        services = [candidate];
        return answer;
      } catch (error) {
        if (!(error instanceof NothingThereError) || candidate === services.at(-1)) throw error;
      }
    }
    return requestJson(service, '/embeddings', { body, signal });
  }
  return new RemoteEmbedder({
    id: `openai:${model}`,
    service,
    maxBatch: 64,
    // An empty text is refused by most servers.
    prepareText: (text) => text.slice(0, MAX_CHARACTERS) || ' ',
    ask: async (texts, signal) => {
      const body = { model, input: texts };
      const answered = answerSchema.safeParse(await ask(body, signal)).data;
      const items = answered?.data.toSorted((a, b) => a.index - b.index);
      return { vectors: items?.map((item) => item.embedding), promptTokens: answered?.usage?.prompt_tokens };
    },
  });
}
