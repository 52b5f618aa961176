import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './support/conversation.ts';
import { upload, whenRead } from './support/documents.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import type { TestClient } from './support/test-client.ts';

let app: TestApp;
let alice: TestClient;
let bob: TestClient;

const handbook = `The warranty of the Aurora kettle lasts three years from the day of purchase.

To descale the kettle, fill it with one part vinegar and two parts water, boil it, and rinse it twice.

The spare filter has the order number KT-4711 and fits all kettles made after 2019.`;

const eventsQuery = `subscription ($runId: ID!) { runEvents(runId: $runId) {
  __typename sequence
  ... on CitationAdded { citation { number score isCited chunk { text document { fileName } } } }
  ... on TextDelta { delta }
} }`;

async function answerOf(client: TestClient, input: { text: string; [field: string]: unknown }) {
  const { run, assistantMessage } = await ask(client, input);
  const events: {
    __typename: string;
    sequence: number;
    delta?: string;
    citation?: { number: number; chunk: { text: string } };
  }[] = [];
  for await (const { data } of client.subscribe(eventsQuery, { runId: run.id })) events.push(data.runEvents);
  const { message } = await client.query(
    `query ($id: ID!) { message(id: $id) { text run { context { passageTokens } }
      citations { number isCited score chunk { text document { fileName } } } } }`,
    { id: assistantMessage.id },
  );
  return { events, message };
}

beforeAll(async () => {
  app = await startTestApp({ EMBEDDER: 'none' });
  alice = await app.signUp('alice');
  bob = await app.signUp('bob');
  const { document } = await upload(alice, 'handbook.txt', handbook);
  await whenRead(alice, document!.id);
});
afterAll(() => app.close());

describe('an answer from documents', () => {
  it('is given passages before its first token, keeps them, and tells which it refers to', async () => {
    const script = `/script ${JSON.stringify({ text: 'Three years [1]. What is the warranty of the Aurora kettle?' })}`;
    const { events, message } = await answerOf(alice, { text: script });
    const kinds = events.map(({ __typename }) => __typename);
    expect(kinds.indexOf('CitationAdded')).toBe(1);
    expect(kinds.lastIndexOf('CitationAdded')).toBeLessThan(kinds.indexOf('TextDelta'));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
    expect(message.citations[0]).toMatchObject({
      number: 1,
      isCited: true,
      chunk: { document: { fileName: 'handbook.txt' } },
    });
    expect(message.citations[0].chunk.text).toContain('three years');
    expect(message.run.context.passageTokens).toBeGreaterThan(0);
  });

  it('replays the same events afterwards', async () => {
    const { run } = await ask(alice, { text: '/script {"text":"KT-4711 [1] kettle filter order number"}' });
    const collect = async () => {
      const seen: unknown[] = [];
      for await (const { data } of alice.subscribe(eventsQuery, { runId: run.id })) seen.push(data.runEvents);
      return seen;
    };
    const live = await collect();
    expect(await collect()).toEqual(live);
  });

  it('never takes another person’s documents along', async () => {
    const { events, message } = await answerOf(bob, { text: 'How long is the warranty of the Aurora kettle?' });
    expect(events.some(({ __typename }) => __typename === 'CitationAdded')).toBe(false);
    expect(message.citations).toEqual([]);
    expect(message.run.context.passageTokens).toBe(0);
  });

  it('comes from the local model word for word, with its source', async () => {
    const { message } = await answerOf(alice, {
      text: 'How long does the warranty of the Aurora kettle last?',
      modelId: 'local:parley',
    });
    expect(message.text).toContain('three years');
    expect(message.text).toMatch(/\[1\]/);
    expect(message.citations.some(({ isCited }: { isCited: boolean }) => isCited)).toBe(true);
  });

  it('the local model greets without looking into documents', async () => {
    const { message } = await answerOf(alice, { text: 'Hello!', modelId: 'local:parley' });
    expect(message.text).not.toContain('kettle');
    expect(message.citations.some(({ isCited }: { isCited: boolean }) => isCited)).toBe(false);
  });
});
