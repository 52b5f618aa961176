import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createLanguageModelProviders } from '../../src/adapters/language-model/index.ts';
import { createHttpTransport, type ProviderTimeouts } from '../../src/adapters/language-model/http/http-transport.ts';
import { request, textIn } from '../../src/adapters/language-model/language-model.contract.ts';
import { type LanguageModelProvider, ModelError, type ModelEvent } from '../../src/ports/language-model.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { ScriptedOpenAiServer } from '../support/scripted-openai-server.ts';
import { countedWords } from '../support/streams.ts';

const tokens = countedWords(20).match(/\S+ /g)!;

let server: ScriptedOpenAiServer;
let proxy: FaultProxy;
let provider: LanguageModelProvider;
/** For what is silent: it waits as briefly as a test can. */
let hasty: LanguageModelProvider;

beforeAll(async () => {
  server = await ScriptedOpenAiServer.start();
  proxy = await FaultProxy.start(server.origin);
  const settings = [{ id: 'api', baseUrl: proxy.through(server.baseUrl), apiKey: 'sk-canary-0123456789' }];
  const create = (timeouts?: Partial<ProviderTimeouts>) =>
    createLanguageModelProviders(settings, createHttpTransport(timeouts))[0]!;
  provider = create();
  hasty = create({ firstTokenMs: 400, betweenTokensMs: 300 });
});
afterEach(async () => {
  await proxy.heal();
  proxy.cut();
  server.reset();
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** What was said, and the code of the failure, if any. */
async function answer(
  from: LanguageModelProvider,
  onText: () => void | Promise<void> = () => {},
): Promise<{ text: string; code: string | null }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of from.stream(request('m', 'Hello'))) {
      events.push(event);
      if (event.type === 'text') await onText();
    }
    return { text: textIn(events), code: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    expect(error.message).not.toContain('canary');
    return { text: textIn(events), code: error.code };
  }
}

it('is cut after any number of bytes: what came is kept, and only silence is asked for again', async () => {
  server.respond({ tokens, paceMs: 1 });
  for (let bytes = 1; bytes < 5_000; bytes += 97) {
    proxy.cutAfter(bytes);
    const asked = server.requests.length;
    const { text, code } = await answer(provider);
    expect(tokens.join('').startsWith(text)).toBe(true);
    const retries = server.requests.length - asked - 1;
    if (text === '') expect(retries).toBe(2);
    else expect(retries).toBeLessThanOrEqual(2);
    // The last bytes only say that it is over.
    if (code === null) expect(text).toBe(tokens.join(''));
    else expect(['PROVIDER_UNAVAILABLE', 'PROVIDER_BAD_RESPONSE']).toContain(code);
  }
}, 120_000);

it.each(['toTarget', 'toClient'] as const)('is not waited for when what is sent %s is lost', async (lost) => {
  server.respond({ tokens });
  proxy.halfOpen(lost);
  expect(await answer(hasty)).toEqual({ text: '', code: 'PROVIDER_TIMEOUT' });
});

it('is not waited for when it goes silent in the middle, and its text is kept', async () => {
  server.respond({ tokens, paceMs: 20 });
  const { text, code } = await answer(hasty, () => proxy.blackHole());
  expect(code).toBe('PROVIDER_TIMEOUT');
  expect(text).not.toBe('');
  expect(tokens.join('').startsWith(text)).toBe(true);
  expect(server.requests).toHaveLength(1);
});

it('goes on after a break that is shorter than the patience', async () => {
  server.respond({ tokens, paceMs: 5 });
  let breaks = 0;
  const result = await answer(provider, () => {
    if (breaks++ > 3) return;
    proxy.hold();
    setTimeout(() => proxy.delay(0), 50);
  });
  expect(result).toEqual({ text: tokens.join(''), code: null });
});

it('is asked again when it is away for a moment before it has said anything', async () => {
  server.respond({ tokens });
  await proxy.refuse();
  setTimeout(() => void proxy.heal(), 200);
  expect(await answer(provider)).toEqual({ text: tokens.join(''), code: null });
});
