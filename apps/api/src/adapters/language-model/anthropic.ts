import type {
  LanguageModelProvider,
  ListedModel,
  ModelError,
  ModelEvent,
  ModelRequest,
} from '../../ports/language-model.ts';
import { readAddress, type ServiceAddress, withSearch } from '../../kernel/service-address.ts';
import { AnthropicDecoder } from './anthropic-stream.ts';
import { namedSettings, settingsIn, type SettingNames } from './setting-names.ts';
import { readModelList } from './model-list.ts';
import { streamAnswer } from './http/answer-stream.ts';
import { baseUrlCandidates } from '../base-url.ts';
import { getJson, type HttpTransport } from './http/http-transport.ts';
import { badResponseFault, type ProviderIdentity } from './http/provider-faults.ts';
import { missingPrerequisite, type ProviderSettings } from './provider-settings.ts';
import { RefusedFields } from './refused-fields.ts';
import { restartableStream } from './restartable-stream.ts';

const label = 'Anthropic';
const keySetting = 'ANTHROPIC_API_KEY';
const urlSetting = 'ANTHROPIC_BASE_URL';
const defaultBaseUrl = 'https://api.anthropic.com';
const apiVersion = '2023-06-01';
/** The API wants a limit with every request. */
const defaultMaxTokens = 3_000;
const knownModels = ['claude-haiku-4-5', 'claude-opus-4-5', 'claude-sonnet-4-5'];
const settingNames: SettingNames = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  maxTokens: 'max_tokens',
  seed: null,
};
/** From Opus 4.7 on, models sample in their own way and refuse to be told. */
const fixedSampling = /^claude-(?:opus-4-[7-9]|[a-z]+-[5-9])/;

/** Anthropic through its own Messages API, which reports more than its OpenAI-compatible one. */
export class AnthropicProvider implements LanguageModelProvider {
  readonly id = 'anthropic';
  readonly label = label;
  readonly isLocal = false;
  readonly unavailableReason: string | null;
  readonly #transport: HttpTransport;
  readonly #identity: ProviderIdentity;
  readonly #configuredModels: readonly string[] | undefined;
  readonly #missing: ModelError | null;
  readonly #refused = new RefusedFields();
  readonly #baseUrl: string;
  readonly #address: ServiceAddress | null;

  constructor(settings: ProviderSettings, transport: HttpTransport) {
    const apiKey = settings.apiKey?.trim() || undefined;
    const address = settings.baseUrl || defaultBaseUrl;
    const baseUrls = baseUrlCandidates(address, true);
    this.#address = readAddress(address);
    this.#transport = transport;
    this.#identity = { label, urlSetting, keySetting, apiKey };
    this.#configuredModels = settings.models?.length ? settings.models : undefined;
    this.#baseUrl = baseUrls[0] ?? '';
    this.#missing = missingPrerequisite({ label, apiKey, requiredKeySetting: keySetting, urlSetting, baseUrls });
    this.unavailableReason = this.#missing?.message ?? null;
  }

  async listModels(signal: AbortSignal): Promise<ListedModel[]> {
    if (this.#configuredModels !== undefined) return this.#configuredModels.map((name) => ({ name }));
    if (this.#missing !== null) return knownModels.map((name) => ({ name }));
    const url = this.#urlOf('/models?limit=1000');
    const answer = await getJson(this.#transport, { provider: this.#identity, url, headers: this.#headers(), signal });
    const models = readModelList(answer);
    if (models === undefined) throw badResponseFault(this.#identity, `gave no list of models. Check ${urlSetting}.`);
    return models;
  }

  stream(request: ModelRequest): AsyncIterable<ModelEvent> {
    const { model, settings } = request;
    let body: Record<string, unknown> = {};
    return restartableStream({
      open: () => {
        body = messagesBody(request, this.#refused.of(model));
        request.onSent?.(settingsIn(body, settings, settingNames));
        return this.#ask(body, request.signal);
      },
      mayRestart: (error) => this.#refused.learn(model, error, body),
    });
  }

  #ask(body: object, signal: AbortSignal): AsyncIterable<ModelEvent> {
    if (this.#missing !== null) throw this.#missing;
    const answer = {
      provider: this.#identity,
      url: this.#urlOf('/messages'),
      headers: { ...this.#headers(), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
      signal,
    };
    return streamAnswer(this.#transport, answer, new AnthropicDecoder(this.#identity));
  }

  #headers(): Record<string, string> {
    const basic = this.#address?.authorization;
    return {
      'x-api-key': this.#identity.apiKey ?? '',
      'anthropic-version': apiVersion,
      ...(basic !== undefined && { authorization: basic }),
    };
  }

  #urlOf(path: string): string {
    return withSearch(`${this.#baseUrl}${path}`, this.#address?.search ?? '');
  }
}

/** The body of a streaming request. The system prompt has a field of its own, and empty messages are refused. */
function messagesBody(
  { model, messages, settings }: ModelRequest,
  refused: ReadonlySet<string>,
): Record<string, unknown> {
  const system = messages.filter((message) => message.role === 'system' && message.content.trim() !== '');
  const turns = messages.filter((message) => message.role !== 'system' && message.content.trim() !== '');
  const body: Record<string, unknown> = {
    model,
    max_tokens: defaultMaxTokens,
    ...(system.length > 0 && { system: system.map((message) => message.content).join('\n\n') }),
    messages: turns.map(({ role, content }, index) => ({
      role,
      // An answer to be continued must not end in white space.
      content: role === 'assistant' && index === turns.length - 1 ? content.trimEnd() : content,
    })),
    stream: true,
    ...namedSettings(acceptedSettings(model, settings), settingNames),
  };
  // A limit must be there, and an answer is streamed.
  for (const field of refused) if (!['max_tokens', 'stream'].includes(field)) delete body[field];
  return body;
}

/** The settings within this API's rules: temperature ends at 1, excludes top-p, and top-k has no 0 for "off". */
function acceptedSettings(model: string, settings: ModelRequest['settings']): ModelRequest['settings'] {
  const { temperature, topP, topK, maxTokens } = settings;
  if (fixedSampling.test(model)) return { maxTokens };
  if (temperature !== undefined) return { maxTokens, temperature: Math.min(temperature, 1), topK: topK || undefined };
  return { maxTokens, topP, topK: topK || undefined };
}
