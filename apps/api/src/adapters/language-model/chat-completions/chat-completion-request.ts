import type { ChatMessage, GenerationSettings, ModelRequest } from '../../../ports/language-model.ts';
import { namedSettings, type SettingNames } from '../setting-names.ts';

/** How an OpenAI-compatible provider differs from the rest. */
export interface ChatCompletionQuirks {
  settingNames: SettingNames;
  /** Models that refuse temperature and top-p, because they sample in their own way. */
  fixedSampling?: RegExp;
}

/** What most servers that can run any model accept: vLLM, llama.cpp, Ollama, LM Studio, OpenRouter. */
export const commonSettingNames: SettingNames = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  maxTokens: 'max_tokens',
  seed: 'seed',
};

/** OpenAI's newer models want the second, most other servers the first. */
const limits = ['max_tokens', 'max_completion_tokens'] as const;

/**
 * The body of a streaming request; settings that the provider refuses are left out.
 * @param refused fields this model was found to refuse, see {@link RefusedFields}.
 */
export function chatCompletionBody(
  request: ModelRequest,
  quirks: ChatCompletionQuirks,
  refused: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const { model, messages, settings } = request;
  const isStreaming = !refused.has('stream');
  const named = namedSettings(acceptedSettings(model, settings, quirks), quirks.settingNames);
  const body: Record<string, unknown> = {
    model,
    messages: refused.has('system')
      ? withoutSystem(messages)
      : messages.map(({ role, content }) => ({ role, content })),
    stream: isStreaming,
    ...(isStreaming && { stream_options: { include_usage: true } }),
    ...withOtherLimit(named, refused),
  };
  for (const field of refused) if (field !== 'stream') delete body[field];
  return body;
}

/** The limit of the answer under the other name, where its name is refused. */
function withOtherLimit(named: Record<string, number>, refused: ReadonlySet<string>): Record<string, number> {
  const [name, other] = limits[0] in named ? limits : limits.toReversed();
  const limit = named[name!];
  return limit !== undefined && refused.has(name!) ? { ...named, [other!]: limit } : named;
}

/** What the system says as the beginning of what the user says first. */
function withoutSystem(messages: readonly ChatMessage[]): Pick<ChatMessage, 'role' | 'content'>[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== 'system').map(({ role, content }) => ({ role, content }));
  const first = turns.find(({ role }) => role === 'user');
  if (first) first.content = [...system, first.content].join('\n\n');
  return turns;
}

function acceptedSettings(
  model: string,
  settings: GenerationSettings,
  quirks: ChatCompletionQuirks,
): GenerationSettings {
  if (quirks.fixedSampling?.test(model) !== true) return settings;
  return { ...settings, temperature: undefined, topP: undefined };
}
