import type { GenerationSettings, ModelRequest } from '../../../ports/language-model.ts';
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

/** The body of a streaming request; settings that the provider refuses are left out. */
export function chatCompletionBody(request: ModelRequest, quirks: ChatCompletionQuirks): string {
  const { model, messages, settings } = request;
  return JSON.stringify({
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    ...namedSettings(acceptedSettings(model, settings, quirks), quirks.settingNames),
  });
}

function acceptedSettings(
  model: string,
  settings: GenerationSettings,
  quirks: ChatCompletionQuirks,
): GenerationSettings {
  if (quirks.fixedSampling?.test(model) !== true) return settings;
  return { ...settings, temperature: undefined, topP: undefined };
}
