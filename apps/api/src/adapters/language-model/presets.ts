import { commonSettingNames, type ChatCompletionQuirks } from './chat-completions/chat-completion-request.ts';

/** A provider that speaks OpenAI's chat completions. */
export interface ChatCompletionPreset {
  id: string;
  label: string;
  /** Null where only the operator knows it. */
  defaultBaseUrl: string | null;
  /** The setting that holds the key; null where none is needed. */
  keySetting: string | null;
  urlSetting: string;
  /** Its API is always under `/v1`, also when the address does not say so. */
  isVersioned?: boolean;
  /** The setting that names its models, where it may be unable to list them. */
  modelsSetting?: string;
  isLocal: boolean;
  quirks: ChatCompletionQuirks;
  /** Models in its list that cannot chat. */
  ignoredModels?: RegExp;
  /** Shown while it has no key and so cannot be asked. */
  knownModels: readonly string[];
}

const cannotChat =
  /embed|whisper|tts|dall-e|moderation|image|imagen|veo|audio|realtime|transcribe|davinci|babbage|sora|rerank|guard|aqa|lyria/i;

/** Names that nobody gives a model for chats, whoever serves it. */
const surelyCannotChat =
  /(?:^|[/_-])(?:embed(?:ding)?s?|whisper|tts|dall-e|gpt-image|rerank(?:er)?|moderation|bge|minilm|stable-diffusion)(?:[-_.:/\d]|$)/i;

/** Every OpenAI-compatible provider with a name of its own; another one is another entry. */
export const chatCompletionPresets: readonly ChatCompletionPreset[] = [
  {
    id: 'openai',
    label: 'OpenAI',
    defaultBaseUrl: 'https://api.openai.com/v1',
    keySetting: 'OPENAI_API_KEY',
    urlSetting: 'OPENAI_BASE_URL',
    isLocal: false,
    quirks: {
      settingNames: { ...commonSettingNames, topK: null, maxTokens: 'max_completion_tokens' },
      fixedSampling: /^(?:o\d|gpt-5(?!.*chat))/,
    },
    ignoredModels: cannotChat,
    knownModels: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini', 'gpt-5', 'gpt-5-mini', 'o4-mini'],
  },
  {
    id: 'google',
    label: 'Google',
    defaultBaseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keySetting: 'GOOGLE_API_KEY',
    urlSetting: 'GOOGLE_BASE_URL',
    isLocal: false,
    // Unknown names are refused with HTTP 400, and these two are unknown there.
    quirks: { settingNames: { ...commonSettingNames, topK: null, seed: null } },
    ignoredModels: cannotChat,
    knownModels: ['gemini-2.0-flash', 'gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.5-pro'],
  },
  {
    id: 'groq',
    label: 'Groq',
    defaultBaseUrl: 'https://api.groq.com/openai/v1',
    keySetting: 'GROQ_API_KEY',
    urlSetting: 'GROQ_BASE_URL',
    isLocal: false,
    quirks: { settingNames: { ...commonSettingNames, topK: null } },
    ignoredModels: cannotChat,
    knownModels: ['llama-3.1-8b-instant', 'llama-3.3-70b-versatile', 'openai/gpt-oss-120b', 'openai/gpt-oss-20b'],
  },
  {
    id: 'huggingface',
    label: 'Hugging Face',
    defaultBaseUrl: 'https://router.huggingface.co/v1',
    keySetting: 'HUGGINGFACE_API_KEY',
    urlSetting: 'HUGGINGFACE_BASE_URL',
    isLocal: false,
    // Its router hands on to many companies, some of which refuse top_k.
    quirks: { settingNames: { ...commonSettingNames, topK: null } },
    ignoredModels: cannotChat,
    knownModels: ['meta-llama/Llama-3.3-70B-Instruct', 'openai/gpt-oss-120b', 'Qwen/Qwen3-32B'],
  },
  {
    id: 'ollama',
    label: 'Ollama',
    defaultBaseUrl: null,
    keySetting: null,
    urlSetting: 'OLLAMA_BASE_URL',
    isVersioned: true,
    isLocal: true,
    quirks: { settingNames: commonSettingNames },
    ignoredModels: /embed|minilm|bge-|rerank/i,
    knownModels: [],
  },
  {
    id: 'api',
    label: 'API',
    defaultBaseUrl: null,
    keySetting: 'API_KEY',
    urlSetting: 'API_URL',
    modelsSetting: 'API_MODELS',
    isLocal: false,
    quirks: { settingNames: commonSettingNames },
    ignoredModels: surelyCannotChat,
    knownModels: [],
  },
];
