import type { Cache } from '../../ports/cache.ts';
import type { Embedder } from '../../ports/embedder.ts';
import { withQueryCache } from './cached-queries.ts';
import { MiniLmEmbedder } from './minilm/minilm.ts';
import { createOllamaEmbedder } from './ollama.ts';
import { createOpenAiCompatibleEmbedder } from './openai-compatible.ts';
import type { EmbedderSettings } from './settings.ts';

export type { EmbedderSettings } from './settings.ts';

type Factory = (settings: EmbedderSettings, model: string) => Embedder;

/** Every embedder by the first part of its name; a new one is a line here. */
const factories: ReadonlyMap<string, Factory> = new Map<string, Factory>([
  ['local', ({ cacheDir }) => new MiniLmEmbedder({ cacheDir })],
  [
    'openai',
    ({ openai }, model) =>
      createOpenAiCompatibleEmbedder({ ...needed(openai, 'openai', 'API_URL or OPENAI_API_KEY'), model }),
  ],
  ['ollama', ({ ollama }, model) => createOllamaEmbedder({ ...needed(ollama, 'ollama', 'OLLAMA_BASE_URL'), model })],
]);

/**
 * The configured embedder, which remembers questions in the cache; null for `none`: documents are then searched by words.
 * @throws Error for a name that no embedder has, or without the settings it needs.
 */
export function createEmbedder(settings: EmbedderSettings, cache: Cache): Embedder | null {
  if (settings.name === 'none') return null;
  const [kind, ...rest] = settings.name.split(':');
  const create = factories.get(kind!);
  const model = rest.join(':');
  if (!create || (kind !== 'local' && model === '')) {
    throw new Error(`EMBEDDER is "${settings.name}"; it must be local, openai:<model>, ollama:<model> or none.`);
  }
  return withQueryCache(create(settings, model), cache);
}

function needed<T>(settings: T | undefined, kind: string, setting: string): T {
  if (settings === undefined) throw new Error(`The ${kind} embedder needs ${setting}.`);
  return settings;
}
