import { storable } from '../../kernel/text.ts';
import { asCount } from '../../kernel/token-count.ts';
import type { ListedModel } from '../../ports/language-model.ts';
import { isRecord } from './http/json.ts';

/** Where servers put the window: Groq, OpenRouter and HuggingFace, vLLM, Mistral, Google, LM Studio. */
const windowKeys = [
  'context_window',
  'context_length',
  'max_model_len',
  'max_context_length',
  'inputTokenLimit',
  'loaded_context_length',
];
/** What else a model may be for, where a list says it. */
const otherKinds = /embed|image|video|audio|speech|tts|stt|transcri|rerank|moderation|feature-extraction|similarity/i;

const maxNameLength = 200;

/**
 * The models in an answer to `GET /models`, by name, each once; undefined when it is no such answer. They come as records
 * or as names alone, in a list, or by name.
 * @param ignored models that cannot chat
 */
export function readModelList(answer: unknown, ignored?: RegExp): ListedModel[] | undefined {
  const entries = entriesOf(answer);
  if (entries === undefined) return undefined;
  const models = new Map<string, ListedModel>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name === '' || name.length > maxNameLength || ignored?.test(name) === true || !canChat(entry)) continue;
    const contextWindow = contextWindowOf(entry);
    models.set(name, contextWindow === undefined ? { name } : { name, contextWindow });
  }
  return [...models.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function entriesOf(answer: unknown): Record<string, unknown>[] | undefined {
  const list = isRecord(answer)
    ? ['data', 'models', 'result'].map((key) => answer[key]).find((one) => one != null)
    : answer;
  if (Array.isArray(list))
    return list.map((entry: unknown) => (typeof entry === 'string' ? { id: entry } : entry)).filter(isRecord);
  if (isRecord(list)) return Object.entries(list).map(([id, entry]) => ({ id, ...(isRecord(entry) ? entry : {}) }));
  // A server without any says null.
  return isRecord(answer) && (answer['data'] === null || answer['models'] === null) ? [] : undefined;
}

function nameOf(entry: Record<string, unknown>): string {
  const id = [entry['id'], entry['model'], entry['name']].find((one) => typeof one === 'string' && one.trim() !== '');
  // Google lists `models/gemini-…` and accepts the bare name.
  return typeof id === 'string'
    ? storable(id)
        .replace(/^models\//, '')
        .trim()
    : '';
}

/** False only where the list says that a model is for something else. */
function canChat(entry: Record<string, unknown>): boolean {
  const { type, task, pipeline_tag: tag, capabilities, architecture } = entry;
  if (
    [type, task, tag].some(
      (kind) => typeof kind === 'string' && otherKinds.test(kind) && !/text-to-text|image-text/i.test(kind),
    )
  )
    return false;
  if (isRecord(capabilities) && capabilities['completion_chat'] === false) return false;
  const outputs = isRecord(architecture) ? architecture['output_modalities'] : undefined;
  const methods = entry['supportedGenerationMethods'];
  const endpoints = entry['endpoints'];
  return (
    (!isList(outputs) || outputs.includes('text')) &&
    (!isList(methods) || methods.some((method) => /generateContent/.test(String(method)))) &&
    (!isList(endpoints) || !endpoints.every((endpoint) => otherKinds.test(String(endpoint))))
  );
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;

function contextWindowOf(entry: Record<string, unknown>): number | undefined {
  const own = windowKeys.map((key) => asCount(entry[key])).find(isWindow);
  // HuggingFace's router lists one window for each company that runs the model: the smallest is safe.
  const hosts = Array.isArray(entry['providers']) ? entry['providers'].filter(isRecord) : [];
  const windows = hosts.map((host) => asCount(host['context_length'])).filter(isWindow);
  return own ?? (windows.length > 0 ? Math.min(...windows) : undefined);
}

const isWindow = (value: number | undefined): value is number => value !== undefined && value > 0;
