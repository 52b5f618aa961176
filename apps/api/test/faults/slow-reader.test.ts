import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEGABYTE } from '../../src/kernel/bytes.ts';
import { ask, collectRun, runEventsQuery, type SeenEvent, textOf } from '../support/conversation.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { countedWords, followToTheEnd, slowly, within } from '../support/streams.ts';
import type { TestClient } from '../support/test-client.ts';
import { type AppWithUpstream, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

/** Of 48,000 bytes. */
const TOKEN = `${'漢字'.repeat(7_999)}\n\n`;
/** Together more than the kernel and the bound hold, and within the limit of an answer. */
const TOKENS = 240;
/** Slow enough for whoever reads. */
const PACE_MS = 5;
let server: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  server = await startAppWithUpstream();
  server.app.app.http.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  alice = await server.app.signUp('alice');
});
afterAll(async () => {
  await alice.close();
  await server.close();
});

/** The server's ends of all connections. */
const connections = new Set<Socket>();

/** The most that waits for a reader, in bytes. */
const mostWaiting = (): number => Math.max(0, ...[...connections].map(({ writableLength }) => writableLength));
/** The bound, and what one write adds. */
const MOST = 1.1 * MEGABYTE;

/** An answer of many megabytes; all but its first token comes when `flood` is called. */
async function askForFlood(): Promise<{ runId: string; flood: () => void }> {
  const { promise: until, resolve: flood } = Promise.withResolvers<void>();
  const tokens = Array.from({ length: TOKENS }, () => TOKEN);
  const usage = { promptTokens: 7, completionTokens: 1_000_000 };
  server.answer({ tokens, paceMs: PACE_MS, hold: { after: 1, until }, usage });
  const { run } = await ask(alice, { text: 'Flood me.', modelId: upstreamModel });
  return { runId: run.id, flood };
}

/** A whole answer of somebody else: meanwhile, whoever has read what there is has come to follow live. */
async function askAnother(): Promise<void> {
  const { run } = await ask(alice, { text: slowly(50, 5) });
  expect(textOf(await collectRun(alice, run.id))).toBe(countedWords(50));
}

describe('a reader who stops reading', () => {
  it('on a socket is closed, others are not held up, and can resume', async () => {
    const slow = await RawSocket.open(server.app.url, alice.cookie);
    const { runId, flood } = await askForFlood();
    slow.subscribe('1', runEventsQuery, { runId, after: -1 });
    await slow.next(({ payload }) => payload?.data?.runEvents.__typename === 'TextDelta');
    await askAnother();
    slow.socket.pause();
    flood();
    await askAnother();
    const whole = await followToTheEnd(alice, runId);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(mostWaiting()).toBeLessThan(MOST);
    slow.socket.resume();
    expect([4408, 1006]).toContain(await slow.closed);
    const seen = slow.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.runEvents);
    expect(seen).toEqual(whole.slice(0, seen.length));
    expect(seen.length).toBeLessThan(whole.length);
    const rest = await collectRun(alice, runId, seen.at(-1)!.sequence);
    expect([...seen, ...rest]).toEqual(whole);
  });

  it('of server-sent events is cut off, and can resume', async () => {
    const { runId, flood } = await askForFlood();
    const response = await fetch(`${server.app.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: alice.cookie },
      body: JSON.stringify({ query: runEventsQuery, variables: { runId, after: -1 } }),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('TextDelta')) text += (await reader.read()).value ?? '';
    await askAnother();
    flood();
    const whole = await followToTheEnd(alice, runId);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expect(mostWaiting()).toBeLessThan(MOST);
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value;
    } catch {
      // It was cut.
    }
    expect(text).not.toContain('event: complete');
    const frames = [...text.matchAll(/^data: (\{.*\})\n\n/gm)];
    const seen = frames.map(([, data]) => (JSON.parse(data!) as { data: { runEvents: SeenEvent } }).data.runEvents);
    expect(seen).toEqual(whole.slice(0, seen.length));
    expect(seen.length).toBeLessThan(whole.length);
    expect(await collectRun(alice, runId, seen.at(-1)!.sequence)).toEqual(whole.slice(seen.length));
  });

  it('of a long replay makes the server wait: its memory stays flat', async () => {
    const { runId, flood } = await askForFlood();
    flood();
    const whole = await followToTheEnd(alice, runId);
    const slow = await RawSocket.open(server.app.url, alice.cookie);
    slow.subscribe('1', runEventsQuery, { runId, after: -1 });
    await slow.next(({ type }) => type === 'next');
    slow.socket.pause();
    // What another reader gets meanwhile shows that the server has gone as far as it goes.
    await collectRun(alice, runId);
    expect(mostWaiting()).toBeLessThan(MEGABYTE);
    slow.socket.resume();
    await within(30, 'The replay', slow.end('1'));
    expect(slow.messages.filter(({ type }) => type === 'next')).toHaveLength(whole.length);
  });
});
