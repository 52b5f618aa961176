import type {
  LanguageModelProvider,
  ListedModel,
  ModelError,
  ModelEvent,
  ModelRequest,
} from '../../ports/language-model.ts';
import { readAddress, withSearch } from '../../kernel/service-address.ts';
import { chatCompletionBody } from './chat-completions/chat-completion-request.ts';
import { ChatCompletionDecoder } from './chat-completions/chat-completion-stream.ts';
import { readModelList } from './model-list.ts';
import { streamAnswer } from './http/answer-stream.ts';
import { baseUrlCandidates } from '../base-url.ts';
import { getJson, type HttpTransport } from './http/http-transport.ts';
import { badResponseFault, NotFoundError, type ProviderIdentity } from './http/provider-faults.ts';
import { authorization } from '../authorization.ts';
import type { ChatCompletionPreset } from './presets.ts';
import { RefusedFields } from './refused-fields.ts';
import { restartableStream } from './restartable-stream.ts';
import { settingsIn } from './setting-names.ts';
import { missingPrerequisite, type ProviderSettings } from './provider-settings.ts';

/** Any provider that speaks OpenAI's chat completions; how they differ is in their presets. */
export class OpenAiCompatibleProvider implements LanguageModelProvider {
  readonly id: string;
  readonly label: string;
  readonly isLocal: boolean;
  readonly unavailableReason: string | null;
  readonly #preset: ChatCompletionPreset;
  readonly #transport: HttpTransport;
  readonly #identity: ProviderIdentity;
  readonly #configuredModels: readonly string[] | undefined;
  readonly #missing: ModelError | null;
  readonly #refused = new RefusedFields();
  readonly #search: string;
  readonly #headers: Readonly<Record<string, string>>;
  /** Addresses that may be the right one; one that answers is kept alone. */
  #baseUrls: string[];

  constructor(preset: ChatCompletionPreset, settings: ProviderSettings, transport: HttpTransport) {
    const { id, isLocal, urlSetting, keySetting, defaultBaseUrl } = preset;
    const label = settings.label ?? preset.label;
    const baseUrl = settings.baseUrl || (defaultBaseUrl ?? '');
    const apiKey = settings.apiKey?.trim() || undefined;
    this.id = id;
    this.label = label;
    this.isLocal = isLocal;
    this.#preset = preset;
    this.#transport = transport;
    this.#identity = { label, urlSetting, apiKey, keySetting: keySetting ?? undefined };
    this.#configuredModels = settings.models?.length ? settings.models : undefined;
    this.#baseUrls = baseUrlCandidates(baseUrl, preset.isVersioned);
    const address = readAddress(baseUrl);
    this.#search = address?.search ?? '';
    this.#headers = authorization(apiKey, address);
    // Whoever runs a server of their own may run it without a key.
    const requiredKeySetting = defaultBaseUrl === null ? null : keySetting;
    this.#missing = missingPrerequisite({ label, apiKey, requiredKeySetting, urlSetting, baseUrls: this.#baseUrls });
    this.unavailableReason = this.#missing?.message ?? null;
  }

  async listModels(signal: AbortSignal): Promise<ListedModel[]> {
    if (this.#configuredModels !== undefined) return this.#configuredModels.map((name) => ({ name }));
    if (this.#missing !== null) return this.#preset.knownModels.map((name) => ({ name }));
    const models = readModelList(await this.#askForModels(signal), this.#preset.ignoredModels);
    if (models === undefined) throw this.#noListFault();
    if (models.length === 0) throw this.#emptyListFault();
    return models;
  }

  stream(request: ModelRequest): AsyncIterable<ModelEvent> {
    const baseUrls = this.#baseUrls;
    const { model } = request;
    let place = 0;
    let body: Record<string, unknown> = {};
    return restartableStream({
      open: () => {
        body = chatCompletionBody(request, this.#preset.quirks, this.#refused.of(model));
        request.onSent?.(settingsIn(body, request.settings, this.#preset.quirks.settingNames));
        return this.#streamFrom(baseUrls[place]!, body, request.signal);
      },
      mayRestart: (error) => {
        if (!(error instanceof NotFoundError)) return this.#refused.learn(model, error, body);
        place += 1;
        return place < baseUrls.length;
      },
      begun: () => (this.#baseUrls = [baseUrls[place]!]),
    });
  }

  #streamFrom(baseUrl: string, body: object, signal: AbortSignal): AsyncIterable<ModelEvent> {
    if (this.#missing !== null) throw this.#missing;
    const answer = {
      provider: this.#identity,
      url: withSearch(`${baseUrl}/chat/completions`, this.#search),
      headers: { ...this.#headers, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
      signal,
      mayLoad: this.#preset.defaultBaseUrl === null,
    };
    return streamAnswer(this.#transport, answer, new ChatCompletionDecoder(this.#identity));
  }

  async #askForModels(signal: AbortSignal): Promise<unknown> {
    for (const baseUrl of this.#baseUrls) {
      try {
        const url = withSearch(`${baseUrl}/models`, this.#search);
        const request = { provider: this.#identity, url, headers: this.#headers, signal };
        const answer = await getJson(this.#transport, request);
        this.#baseUrls = [baseUrl];
        return answer;
      } catch (error) {
        if (this.#hasAlternative(baseUrl, error)) continue;
        throw error instanceof NotFoundError ? this.#noListFault() : error;
      }
    }
    return undefined;
  }

  /** True when nothing was found at an address and another one is left to try. */
  #hasAlternative(baseUrl: string, error: unknown): boolean {
    return error instanceof NotFoundError && baseUrl !== this.#baseUrls.at(-1);
  }

  #emptyListFault(): ModelError {
    const { isLocal, modelsSetting } = this.#preset;
    const help = modelsSetting === undefined ? '' : ` Load one there, or name the models in ${modelsSetting}.`;
    return badResponseFault(
      this.#identity,
      `lists no chat models.${isLocal ? ' Install one there, for example with: ollama pull llama3.2' : help}`,
    );
  }

  #noListFault(): ModelError {
    const { urlSetting, modelsSetting } = this.#preset;
    const otherwise = modelsSetting === undefined ? '' : `, or name the models in ${modelsSetting}`;
    return badResponseFault(this.#identity, `gave no list of models. Check ${urlSetting}${otherwise}.`);
  }
}
