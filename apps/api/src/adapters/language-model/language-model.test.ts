import { ScriptedOpenAiServer } from '../../../test/support/scripted-openai-server.ts';
import { AnthropicProvider } from './anthropic.ts';
import { createHttpTransport } from './http/http-transport.ts';
import { languageModelContract, type ContractSubject } from './language-model.contract.ts';
import { LocalProvider } from './local.ts';
import { OpenAiCompatibleProvider } from './openai-compatible.ts';
import { chatCompletionPresets } from './presets.ts';
import { ScriptedProvider } from './scripted.ts';
import { withRetries } from './with-retries.ts';
import type { LanguageModelProvider } from '../../ports/language-model.ts';

async function overHttp(create: (baseUrl: string) => LanguageModelProvider): Promise<ContractSubject> {
  const server = await ScriptedOpenAiServer.start();
  return {
    provider: create(server.baseUrl),
    model: 'scripted-small',
    script: (tokens) => {
      server.respondOnce({ tokens });
      return 'Say it.';
    },
    expectUnknownModel: () => server.respondOnce({ status: 404, body: '{"error":{"message":"no such model"}}' }),
    close: () => server.close(),
  };
}

for (const preset of chatCompletionPresets) {
  languageModelContract(preset.id, () =>
    overHttp(
      (baseUrl) => new OpenAiCompatibleProvider(preset, { id: preset.id, baseUrl, apiKey: 'k' }, createHttpTransport()),
    ),
  );
}

languageModelContract('anthropic', () =>
  overHttp((baseUrl) => new AnthropicProvider({ id: 'anthropic', baseUrl, apiKey: 'k' }, createHttpTransport())),
);

languageModelContract('anthropic with retries', () =>
  overHttp((baseUrl) =>
    withRetries(new AnthropicProvider({ id: 'anthropic', baseUrl, apiKey: 'k' }, createHttpTransport())),
  ),
);

languageModelContract('scripted', async () => ({
  provider: new ScriptedProvider(),
  model: 'echo',
  script: (tokens) => `/script ${JSON.stringify({ text: tokens.join('') })}`,
}));

languageModelContract('local', async () => ({ provider: new LocalProvider({ delayMs: 0 }), model: 'parley' }));
