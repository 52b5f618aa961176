import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ModelError,
  type LanguageModelProvider,
  type ModelEvent,
  type ModelRequest,
} from '../../ports/language-model.ts';

/** What an adapter brings along to be held to the contract. */
export interface ContractSubject {
  provider: LanguageModelProvider;
  /** One of its models. */
  model: string;
  /** Makes the next answer consist of these tokens; gives the prompt that leads to it. Absent where nothing can. */
  script?: (tokens: readonly string[]) => string;
  /** Makes the answer to an unknown model what a provider would say. */
  expectUnknownModel?: () => void;
  close?: () => Promise<void>;
}

/** What every language model adapter does, whatever is behind it. */
export function languageModelContract(name: string, open: () => Promise<ContractSubject>): void {
  describe(`language model contract: ${name}`, () => {
    let subject: ContractSubject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject.close?.());

    const ask = (content: string, changes: Partial<ModelRequest> = {}): AsyncIterable<ModelEvent> =>
      subject.provider.stream(request(subject.model, content, changes));

    it('has an id that can stand before a colon, and a label', () => {
      expect(subject.provider.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(subject.provider.label).not.toBe('');
      expect(subject.provider.unavailableReason).toBeNull();
    });

    it('lists each model once, without its own prefix', async () => {
      const names = (await subject.provider.listModels(never())).map((model) => model.name);
      expect(names).not.toHaveLength(0);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((one) => one.trim() !== '' && !one.startsWith(`${subject.provider.id}:`))).toBe(true);
    });

    it('says text in storable pieces and then finishes, once, last', async () => {
      const events = await collect(ask('Hello'));
      const deltas = events.flatMap((event) => (event.type === 'text' ? [event.delta] : []));
      expect(deltas.join('').trim()).not.toBe('');
      expect(deltas.every((delta) => delta !== '' && delta.isWellFormed() && !delta.includes('\0'))).toBe(true);
      expect(events.filter((event) => event.type === 'finish')).toHaveLength(1);
      const last = events.at(-1);
      expect(last).toMatchObject({ type: 'finish', reason: expect.stringMatching(/./) });
      const usage = last?.type === 'finish' ? last.usage : null;
      if (usage !== null)
        expect([usage.promptTokens, usage.completionTokens].every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
    });

    it('gives the text exactly, whatever is in it', async () => {
      if (subject.script === undefined) return;
      const tokens = [
        'Grüße',
        ' 漢字',
        ' 👩🏽‍🚀',
        ' "quoted"',
        ' back\\slash',
        '\n\n',
        '\ttab',
        ' <b>',
        ' data: x',
        '\r\n',
        ' \u2028',
        ' end',
      ];
      const prompt = subject.script(tokens);
      expect(textIn(await collect(ask(prompt)))).toBe(tokens.join(''));
    });

    it('asks for nothing when the signal has aborted before', async () => {
      const reason = new Error('Not wanted.');
      await expect(collect(ask('Hello', { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    });

    it('throws the reason when it is aborted in the middle', async () => {
      const prompt = subject.script?.(Array.from({ length: 5_000 }, (_, index) => `word${index} `)) ?? 'Hello';
      const controller = new AbortController();
      const reason = new Error('Stopped.');
      const seen: ModelEvent[] = [];
      const watch = async (): Promise<void> => {
        for await (const event of ask(prompt, { signal: controller.signal })) {
          seen.push(event);
          controller.abort(reason);
        }
      };
      await expect(watch()).rejects.toBe(reason);
      expect(seen).toHaveLength(1);
    });

    it('lets a consumer leave in the middle and ask again', async () => {
      for await (const event of ask('Hello')) {
        expect(event.type).toBe('text');
        break;
      }
      expect(textIn(await collect(ask('Hello')))).not.toBe('');
    });

    it('refuses a model it does not have', async () => {
      subject.expectUnknownModel?.();
      const failure = await collect(ask('Hello', { model: 'no-such-model' })).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ModelError);
      expect(failure).toMatchObject({
        code: 'PROVIDER_BAD_RESPONSE',
        message: expect.stringContaining('model not found'),
      });
    });
  });
}

/** A request with one user message. */
export function request(model: string, content: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return { model, messages: [{ role: 'user', content }], settings: {}, signal: never(), ...changes };
}

export async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** Everything of one kind that was said. */
export function textIn(events: readonly ModelEvent[], type: 'text' | 'reasoning' = 'text'): string {
  return events.map((event) => (event.type === type ? event.delta : '')).join('');
}

/** A signal that does not abort. */
export const never = (): AbortSignal => new AbortController().signal;
