import type { SqlEntityManager } from '@mikro-orm/sql';
import type { VectorStore } from '../../ports/vector-store.ts';
import { ChromaStore } from './chroma.ts';
import { PgVectorStore } from './pgvector.ts';
import { PineconeStore } from './pinecone.ts';
import type { VectorStoreSettings } from './settings.ts';

export type { VectorStoreSettings } from './settings.ts';

type Factory = (settings: VectorStoreSettings, fork: () => SqlEntityManager) => VectorStore;

/** Every vector store by its name; a new one is a line here. */
const factories: ReadonlyMap<string, Factory> = new Map<string, Factory>([
  ['pgvector', (_settings, fork) => new PgVectorStore(fork)],
  ['chroma', ({ chroma }) => new ChromaStore(needed(chroma, 'CHROMA_URL'))],
  ['pinecone', ({ pinecone }) => new PineconeStore(needed(pinecone, 'PINECONE_HOST and PINECONE_API_KEY'))],
]);

/** @throws Error for a name that no store has, or without the settings it needs. */
export function createVectorStore(settings: VectorStoreSettings, fork: () => SqlEntityManager): VectorStore {
  const create = factories.get(settings.name);
  if (!create) throw new Error(`VECTOR_STORE is "${settings.name}"; it must be ${[...factories.keys()].join(', ')}.`);
  return create(settings, fork);
}

function needed<T>(settings: T | undefined, setting: string): T {
  if (settings === undefined) throw new Error(`This vector store needs ${setting}.`);
  return settings;
}
