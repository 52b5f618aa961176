import type { EmbedderSettings } from '../adapters/embedder/index.ts';
import type { VectorStoreSettings } from '../adapters/vector-store/index.ts';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** Which embedder an operator has configured, and where it is. OpenAI's own key goes before that of API_URL. */
export function embedderSettings(config: Config): EmbedderSettings {
  const generic = config.API_URL ? { baseUrl: config.API_URL, apiKey: config.API_KEY } : undefined;
  const openai = config.OPENAI_API_KEY
    ? { baseUrl: config.OPENAI_BASE_URL ?? OPENAI_BASE_URL, apiKey: config.OPENAI_API_KEY }
    : generic;
  const ollama = config.OLLAMA_BASE_URL ? { baseUrl: config.OLLAMA_BASE_URL } : undefined;
  return { name: config.EMBEDDER, cacheDir: join(config.dataDir, 'models'), openai, ollama };
}

/** Where an operator keeps vectors. */
export function vectorStoreSettings(config: Config): VectorStoreSettings {
  const { CHROMA_URL: url, PINECONE_HOST: host, PINECONE_API_KEY: apiKey } = config;
  return {
    name: config.VECTOR_STORE,
    chroma: url ? { url, token: config.CHROMA_TOKEN } : undefined,
    pinecone: host && apiKey ? { host, apiKey } : undefined,
  };
}
