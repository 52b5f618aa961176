import { describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../ports/language-model.ts';
import { collect, request, textIn } from './language-model.contract.ts';
import { ScriptedProvider } from './scripted.ts';

const provider = new ScriptedProvider();
const ask = (content: string, model = 'echo'): Promise<ModelEvent[]> =>
  collect(provider.stream(request(model, content)));
const script = (fields: object): string => `/script ${JSON.stringify(fields)}`;

describe('ScriptedProvider', () => {
  it('repeats the question in a Markdown answer, the same one each time', async () => {
    const events = await ask('What is\na token?');
    expect(textIn(events)).toContain('> What is\n> a token?');
    expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(50);
    expect(await ask('What is\na token?')).toEqual(events);
  });

  it('says a text word by word and counts them', async () => {
    expect(await ask(script({ text: 'One  two\nthree' }))).toEqual([
      { type: 'text', delta: 'One  ' },
      { type: 'text', delta: 'two\n' },
      { type: 'text', delta: 'three' },
      { type: 'finish', reason: 'stop', usage: { promptTokens: 4, completionTokens: 3 } },
    ]);
  });

  it('says nothing that cannot be stored', async () => {
    const events = await ask(script({ reasoning: 'a\0 \ud800', text: '\0 b\udc00', finishReason: '\0c' }));
    expect(textIn(events, 'reasoning')).toBe('a \ufffd');
    expect(textIn(events)).toBe(' b\ufffd');
    expect(events.at(-1)).toMatchObject({ reason: 'c' });
  });

  it('numbers the words of an answer without a text, and repeats a short text', async () => {
    expect(textIn(await ask(script({ tokens: 3 })))).toBe('w1 w2 w3 ');
    expect(textIn(await ask(script({ text: 'a b', tokens: 5 })))).toBe('a b a b a ');
    expect(textIn(await ask(script({ tokens: 0 })))).toBe('');
  });

  it('reasons first, reports no usage, and ends with another reason', async () => {
    const events = await ask(script({ text: 'Yes.', reasoning: 'Let me see.', usage: false, finishReason: 'length' }));
    expect(textIn(events, 'reasoning')).toBe('Let me see.');
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'length', usage: null });
  });

  it('fails after so many tokens with the code it is given', async () => {
    const seen: ModelEvent[] = [];
    const read = async (): Promise<void> => {
      const prompt = script({ tokens: 10, failAfter: 2, errorCode: 'PROVIDER_TIMEOUT' });
      for await (const event of provider.stream(request('echo', prompt))) seen.push(event);
    };
    await expect(read()).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT', isTransient: false });
    expect(textIn(seen)).toBe('w1 w2 ');
    await expect(ask(script({ failAfter: 0 }))).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('stalls until it is aborted', async () => {
    const controller = new AbortController();
    const seen: ModelEvent[] = [];
    const read = async (): Promise<void> => {
      const prompt = script({ tokens: 2, stall: true });
      for await (const event of provider.stream(request('echo', prompt, { signal: controller.signal }))) {
        seen.push(event);
        if (seen.length === 2) setImmediate(() => controller.abort(new Error('Stopped.')));
      }
    };
    await expect(read()).rejects.toThrow('Stopped.');
    expect(textIn(seen)).toBe('w1 w2 ');
  });

  it.each(['/script', '/script {', '/script {"tokens":-1}', '/script {"nothing":1}', '/script {"delayMs":1e9}'])(
    'explains a script it cannot follow: %s',
    async (prompt) => {
      expect(textIn(await ask(prompt))).toMatch(/cannot be followed.*JSON with any of: text, tokens/s);
    },
  );

  it('takes a word that only begins like the command for a question', async () => {
    expect(textIn(await ask('/scripture'))).toContain('> /scripture');
  });

  it('stops at the limit of tokens', async () => {
    const events = await collect(provider.stream(request('echo', 'Hi', { settings: { maxTokens: 5 } })));
    expect(events).toHaveLength(6);
    expect(events.at(-1)).toMatchObject({ reason: 'length', usage: { completionTokens: 5 } });
  });

  it('writes a long answer with everything Markdown has', async () => {
    const text = textIn(await ask('Go', 'markdown'));
    expect(text.length).toBeGreaterThan(13_000);
    expect(text.length).toBeLessThan(15_000);
    for (const part of ['# ', '## ', '- ', '1. ', '> ', '| --- |', '```typescript\n', '```sql\n', '$$\n', '**', '[']) {
      expect(text).toContain(part);
    }
    expect(text.split('```').length % 2).toBe(1);
  });
});
