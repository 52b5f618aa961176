import type { Embedder } from '../../ports/embedder.ts';
import type { LanguageModelProvider } from '../../ports/language-model.ts';
import { AnthropicProvider } from './anthropic.ts';
import { createHttpTransport, type HttpTransport } from './http/http-transport.ts';
import { LocalProvider } from './local.ts';
import { OpenAiCompatibleProvider } from './openai-compatible.ts';
import { chatCompletionPresets } from './presets.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { ScriptedProvider } from './scripted.ts';
import { withRetries } from './with-retries.ts';

export { createHttpTransport, type ProviderTimeouts } from './http/http-transport.ts';
export type { ProviderSettings } from './provider-settings.ts';

type Factory = (
  settings: ProviderSettings,
  transport: HttpTransport,
  embedder: Embedder | null,
) => LanguageModelProvider;

/** Every provider by its id; a new one is a line here, or an entry among the presets. */
const factories: ReadonlyMap<string, Factory> = new Map<string, Factory>([
  ...chatCompletionPresets.map((preset): [string, Factory] => [
    preset.id,
    (settings, transport) => withRetries(new OpenAiCompatibleProvider(preset, settings, transport)),
  ]),
  ['anthropic', (settings, transport) => withRetries(new AnthropicProvider(settings, transport))],
  ['scripted', () => new ScriptedProvider()],
  ['local', (_settings, _transport, embedder) => new LocalProvider({ embedder })],
]);

/**
 * The configured providers in the order of their settings. `local`, which needs no setting, is
 * always among them: last, unless it was placed.
 * @param embedder what `local` compares sentences with; null where it has words alone to go by.
 * @throws Error for an id that no provider has.
 */
export function createLanguageModelProviders(
  settings: readonly ProviderSettings[],
  transport: HttpTransport = createHttpTransport(),
  embedder: Embedder | null = null,
): LanguageModelProvider[] {
  const all = settings.some(({ id }) => id === 'local') ? settings : [...settings, { id: 'local' }];
  return all.map((one) => {
    const create = factories.get(one.id);
    if (create === undefined) throw new Error(`No language model provider is called "${one.id}".`);
    return create(one, transport, embedder);
  });
}
