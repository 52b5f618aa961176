import { storable } from '../../kernel/text.ts';
import { asCount } from '../../kernel/token-count.ts';
import type { ListedModel } from '../../ports/language-model.ts';
import { isRecord } from './http/json.ts';

/** Where servers put the window: Groq, OpenRouter and HuggingFace, vLLM, Mistral. */
const windowKeys = ['context_window', 'context_length', 'max_model_len', 'max_context_length'];

const maxNameLength = 200;

/**
 * The models in an answer to `GET /models`, by name, each once; undefined when it is no such answer.
 * @param ignored models that cannot chat
 */
export function readModelList(answer: unknown, ignored?: RegExp): ListedModel[] | undefined {
  const list: unknown = Array.isArray(answer)
    ? answer
    : isRecord(answer)
      ? (answer['data'] ?? answer['models'])
      : undefined;
  if (!Array.isArray(list)) return undefined;
  const models = new Map<string, ListedModel>();
  for (const entry of list.filter(isRecord)) {
    const name = nameOf(entry);
    if (name === '' || name.length > maxNameLength || ignored?.test(name) === true) continue;
    const contextWindow = contextWindowOf(entry);
    models.set(name, contextWindow === undefined ? { name } : { name, contextWindow });
  }
  return [...models.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function nameOf(entry: Record<string, unknown>): string {
  const id = entry['id'] ?? entry['name'];
  // Google lists `models/gemini-…` and accepts the bare name.
  return typeof id === 'string'
    ? storable(id)
        .replace(/^models\//, '')
        .trim()
    : '';
}

function contextWindowOf(entry: Record<string, unknown>): number | undefined {
  const own = windowKeys.map((key) => asCount(entry[key])).find(isWindow);
  // HuggingFace's router lists one window for each company that runs the model: the smallest is safe.
  const hosts = Array.isArray(entry['providers']) ? entry['providers'].filter(isRecord) : [];
  const windows = hosts.map((host) => asCount(host['context_length'])).filter(isWindow);
  return own ?? (windows.length > 0 ? Math.min(...windows) : undefined);
}

const isWindow = (value: number | undefined): value is number => value !== undefined && value > 0;
