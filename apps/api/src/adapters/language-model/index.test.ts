import { describe, expect, it } from 'vitest';
import { ScriptedOpenAiServer } from '../../../test/support/scripted-openai-server.ts';
import { createLanguageModelProviders } from './index.ts';
import { collect, request, textIn } from './language-model.contract.ts';

describe('createLanguageModelProviders', () => {
  const idsOf = (...ids: string[]): string[] =>
    createLanguageModelProviders(ids.map((id) => ({ id }))).map((one) => one.id);

  it('makes the configured providers in their order, and local in any case', () => {
    expect(idsOf()).toEqual(['local']);
    expect(idsOf('scripted', 'openai', 'anthropic')).toEqual(['scripted', 'openai', 'anthropic', 'local']);
    expect(idsOf('local', 'api')).toEqual(['local', 'api']);
    const all = ['openai', 'google', 'groq', 'huggingface', 'ollama', 'api', 'anthropic', 'scripted', 'local'];
    expect(idsOf(...all)).toEqual(all);
  });

  it('refuses an id that nobody has', () => {
    expect(() => idsOf('nobody')).toThrow('nobody');
  });

  it('makes providers that ask again when the first attempt fails', async () => {
    const server = await ScriptedOpenAiServer.start();
    const [provider] = createLanguageModelProviders([{ id: 'api', baseUrl: server.baseUrl }]);
    server.respondOnce({ status: 429, headers: { 'retry-after-ms': '1' } }, { tokens: ['Hi'] });
    expect(textIn(await collect(provider!.stream(request('m', 'Hello'))))).toBe('Hi');
    expect(server.requests).toHaveLength(2);
    await server.close();
  });
});
