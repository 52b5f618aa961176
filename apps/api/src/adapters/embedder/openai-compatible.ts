import { z } from 'zod';
import type { Embedder, EmbeddingCall, EmbeddingKind } from '../../ports/embedder.ts';
import { type JsonService, requestJson } from '../json-service.ts';
import { readVectors } from './remote-vectors.ts';
import type { RemoteEmbedderSettings } from './settings.ts';
import { reportedTokens, toldCall } from './told-call.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number(), embedding: z.unknown() })),
  usage: z.object({ prompt_tokens: z.unknown() }).nullish().catch(null),
});
/** Characters of a text that are sent: no known model reads more. */
const MAX_CHARACTERS = 30_000;

/** Any server with OpenAI's `POST /embeddings`. */
export class OpenAiCompatibleEmbedder implements Embedder {
  readonly id: string;
  readonly precision = 'fp32';
  readonly isEnglishOnly = false;
  readonly maxBatch = 64;
  readonly #model: string;
  readonly #service: JsonService;
  #dimensions: number | null = null;

  constructor({ baseUrl, apiKey, model }: RemoteEmbedderSettings) {
    this.id = `openai:${model}`;
    this.#model = model;
    this.#service = {
      label: 'The embeddings endpoint',
      baseUrl,
      ...(apiKey ? { headers: { authorization: `Bearer ${apiKey}` } } : {}),
    };
  }

  get dimensions(): number | null {
    return this.#dimensions;
  }

  async embed(
    texts: readonly string[],
    _kind: EmbeddingKind,
    signal?: AbortSignal,
    onCall?: (call: EmbeddingCall) => void,
  ): Promise<Float32Array[]> {
    if (texts.length === 0) return [];
    // An empty text is refused by most servers.
    const input = texts.map((text) => text.slice(0, MAX_CHARACTERS) || ' ');
    const vectors = await toldCall(input, onCall, async () => {
      const body = { model: this.#model, input };
      const answered = answerSchema.safeParse(await requestJson(this.#service, '/embeddings', { body, signal })).data;
      const items = answered?.data.toSorted((a, b) => a.index - b.index);
      const found = items?.map((item) => item.embedding);
      const promptTokens = reportedTokens(answered?.usage?.prompt_tokens);
      return { answer: readVectors(this.#service, found, texts.length), promptTokens };
    });
    this.#dimensions = vectors[0]!.length;
    return vectors;
  }

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}
}
