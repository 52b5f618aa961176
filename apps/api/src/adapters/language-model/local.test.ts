import { describe, expect, it } from 'vitest';
import { localAnswer } from './local/local-answer.ts';
import { collect, request } from './language-model.contract.ts';
import { LocalProvider } from './local.ts';

describe('localAnswer', () => {
  it.each([
    'hi',
    'Hello!',
    'good morning',
    'what can you do?',
    'Who are you?',
    'help',
    'Are you ChatGPT?',
    'Why is the sky blue?',
    '',
  ])('says what it is and how to add a model: %s', (question) => {
    const answer = localAnswer(question);
    expect(answer).toContain('not a language model');
    expect(answer).toMatch(/OPENAI_API_KEY[^]*OLLAMA_BASE_URL=http[^]*API_URL=http/);
  });

  it('greets, tells what it can do, or says that it cannot answer', () => {
    expect(localAnswer('Hello!')).toMatch(/^Hello/);
    expect(localAnswer('What can you do?')).toContain('What I cannot do');
    for (const question of [
      'Why is the sky blue?',
      'Hi, please translate this letter into Spanish for me',
      'help me write a poem',
    ]) {
      expect(localAnswer(question)).toMatch(/^I cannot answer that myself/);
    }
    expect(localAnswer('How do I add a model?')).toMatch(/^To add a model/);
    expect(localAnswer('thanks!')).toBe('You are welcome!');
  });
});

describe('LocalProvider', () => {
  it('answers the last question, buys no tokens, and needs nothing', async () => {
    const provider = new LocalProvider({ delayMs: 0 });
    const messages = [
      { role: 'user' as const, content: 'Why?' },
      { role: 'assistant' as const, content: '…' },
      { role: 'user' as const, content: 'Thanks' },
    ];
    expect(await collect(provider.stream(request('parley', '', { messages })))).toEqual([
      { type: 'text', delta: 'You ' },
      { type: 'text', delta: 'are ' },
      { type: 'text', delta: 'welcome!' },
      { type: 'finish', reason: 'stop', usage: null },
    ]);
    expect(provider).toMatchObject({ isLocal: true, unavailableReason: null });
  });

  it('answers from passages, but not to small talk', async () => {
    const provider = new LocalProvider({ delayMs: 0 });
    const text = 'The tower is 330 metres tall. It stands in Paris.';
    const chunks = [{ number: 1, text, documentName: 'tower.txt', score: 1, similarity: 0.7 }];
    const say = async (content: string): Promise<string> => {
      const events = await collect(
        provider.stream(request('parley', '', { messages: [{ role: 'user', content }], chunks })),
      );
      return events.map((event) => (event.type === 'text' ? event.delta : '')).join('');
    };
    expect(await say('How tall is the tower?')).toMatch(/^The tower is 330 metres tall\..*\[1\]$/);
    expect(await say('Hello!')).toMatch(/^Hello/);
    expect(await say('thanks')).toBe('You are welcome!');
  });
});
