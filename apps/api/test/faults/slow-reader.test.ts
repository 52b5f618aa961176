import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEGABYTE } from '../../src/kernel/bytes.ts';
import { ask, collectRun, runEventsQuery, type SeenEvent, textOf } from '../support/conversation.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { countedWords, slowly, within } from '../support/streams.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

/** As events, more than the kernel and the bound together hold. */
const TOKENS = 100_000;
let app: TestApp;
let alice: TestClient;

beforeAll(async () => {
  app = await startTestApp();
  app.app.http.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  alice = await app.signUp('alice');
});
afterAll(async () => {
  await alice.close();
  await app.close();
});

/** The server's ends of all connections. */
const connections = new Set<Socket>();
/** An answer of many megabytes; each token takes long enough to be an event of its own. */
const endless = `/script ${JSON.stringify({ text: 'a word of the answer that nobody reads and that is long enough to fill buffers '.repeat(8), tokens: TOKENS, delayMs: 0 })}`;

/** No connection holds more than the bound and what one write adds. */
function expectBounded(): void {
  const waiting = [...connections].map(({ writableLength }) => writableLength);
  expect(Math.max(0, ...waiting)).toBeLessThan(1.1 * MEGABYTE);
}

describe('a reader who stops reading', () => {
  it('on a socket is closed or waited for, others are not held up, and nothing is lost', async () => {
    const slow = await RawSocket.open(app.url, alice.cookie);
    const { run } = await ask(alice, { text: endless });
    slow.subscribe('1', runEventsQuery, { runId: run.id, after: -1 });
    await slow.next(({ type }) => type === 'next');
    slow.socket.pause();
    const other = await ask(alice, { text: slowly(50, 5) });
    expect(textOf(await collectRun(alice, other.run.id))).toBe(countedWords(50));
    const whole = await collectRun(alice, run.id);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expectBounded();
    slow.socket.resume();
    // Who follows live is closed; who was still behind the log is waited for.
    await Promise.race([slow.closed, slow.end('1').catch(() => {})]);
    const seen = slow.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.runEvents);
    expect(seen).toEqual(whole.slice(0, seen.length));
    if (seen.length === whole.length) return;
    expect([4408, 1006]).toContain(await slow.closed);
    const rest = await collectRun(alice, run.id, seen.at(-1)!.sequence);
    expect([...seen, ...rest]).toEqual(whole);
  });

  it('of server-sent events is cut off or waited for, and nothing is lost', async () => {
    const { run } = await ask(alice, { text: endless });
    const response = await fetch(`${app.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: alice.cookie },
      body: JSON.stringify({ query: runEventsQuery, variables: { runId: run.id, after: -1 } }),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('TextDelta')) text += (await reader.read()).value ?? '';
    const whole = await collectRun(alice, run.id);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    expectBounded();
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value;
    } catch {
      // It was cut.
    }
    const frames = [...text.matchAll(/^data: (\{.*\})\n\n/gm)];
    const seen = frames.map(([, data]) => (JSON.parse(data!) as { data: { runEvents: SeenEvent } }).data.runEvents);
    expect(seen).toEqual(whole.slice(0, seen.length));
    expect(text.includes('event: complete')).toBe(seen.length === whole.length);
    expect(await collectRun(alice, run.id, seen.at(-1)!.sequence)).toEqual(whole.slice(seen.length));
  });

  it('of a long replay makes the server wait: its memory stays flat', async () => {
    const { run } = await ask(alice, { text: endless });
    const whole = await collectRun(alice, run.id);
    const slow = await RawSocket.open(app.url, alice.cookie);
    slow.subscribe('1', runEventsQuery, { runId: run.id, after: -1 });
    await slow.next(({ type }) => type === 'next');
    slow.socket.pause();
    // What another reader gets meanwhile shows that the server has gone as far as it goes.
    await collectRun(alice, run.id);
    expectBounded();
    slow.socket.resume();
    await within(30, 'The replay', slow.end('1'));
    expect(slow.messages.filter(({ type }) => type === 'next')).toHaveLength(whole.length);
  });
});
