import { z } from 'zod';
import type { Embedder } from '../../ports/embedder.ts';
import { requestJson } from '../json-service.ts';
import { RemoteEmbedder } from './remote-embedder.ts';
import type { RemoteEmbedderSettings } from './settings.ts';

const answerSchema = z.object({ embeddings: z.unknown(), prompt_eval_count: z.unknown().optional() });

/** A model of an Ollama server, by its own `POST /api/embed`, which cuts texts that are too long. */
export function createOllamaEmbedder({ baseUrl, model }: RemoteEmbedderSettings): Embedder {
  // Its own API is beside the one for chat completions, under which the address may be.
  const service = { label: 'Ollama', baseUrl: baseUrl.replace(/\/v1\/*(?=$|\?)/, '') };
  return new RemoteEmbedder({
    id: `ollama:${model}`,
    service,
    maxBatch: 32,
    ask: async (texts, signal) => {
      const body = { model, input: texts, truncate: true };
      const answered = answerSchema.safeParse(await requestJson(service, '/api/embed', { body, signal })).data;
      return { vectors: answered?.embeddings, promptTokens: answered?.prompt_eval_count };
    },
  });
}
