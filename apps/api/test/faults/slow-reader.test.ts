import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MEGABYTE } from '../../src/kernel/bytes.ts';
import { LiveRuns } from '../../src/modules/generation/index.ts';
import { ask, collectRun, runEventsQuery, type SeenEvent, textOf } from '../support/conversation.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { countedWords, slowly, within } from '../support/streams.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { TestClient } from '../support/test-client.ts';

/** As events, more than the kernel and the bound together hold. */
const TOKENS = 100_000;
/** Events behind what is being written; whoever is further behind is waited for. */
const NEARLY = 500;
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

describe('a reader who stops reading', () => {
  it('on a socket is closed, others are not held up, and can resume', async () => {
    const slow = await RawSocket.open(app.url, alice.cookie);
    const { run } = await ask(alice, { text: endless });
    slow.subscribe('1', runEventsQuery, { runId: run.id, after: -1 });
    const first = await slow.next(({ type }) => type === 'next');
    const { recorder } = app.app.services.get(LiveRuns).get(run.id)!;
    const lastSeen = (): number => slow.messages.at(-1)!.payload.data.runEvents.sequence as number;
    await vi.waitFor(() => expect(recorder.lastSequence - lastSeen()).toBeLessThanOrEqual(NEARLY), 20_000);
    slow.socket.pause();
    const other = await ask(alice, { text: slowly(50, 5) });
    expect(textOf(await collectRun(alice, other.run.id))).toBe(countedWords(50));
    const whole = await collectRun(alice, run.id);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    slow.socket.resume();
    expect([4408, 1006]).toContain(await slow.closed);
    const seen = slow.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.runEvents);
    expect(seen[0]).toEqual(first.payload.data.runEvents);
    expect(seen).toEqual(whole.slice(0, seen.length));
    expect(seen.length).toBeLessThan(whole.length);
    const rest = await collectRun(alice, run.id, seen.at(-1)!.sequence);
    expect([...seen, ...rest]).toEqual(whole);
  });

  it('of server-sent events is cut off, and can resume', async () => {
    const { run } = await ask(alice, { text: endless });
    const response = await fetch(`${app.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: alice.cookie },
      body: JSON.stringify({ query: runEventsQuery, variables: { runId: run.id, after: -1 } }),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const lastSeen = (): number => Number(/^(\d+)/.exec(text.slice(text.lastIndexOf('"sequence":') + 11))?.[1] ?? -1);
    const { recorder } = app.app.services.get(LiveRuns).get(run.id)!;
    while (recorder.lastSequence - lastSeen() > NEARLY) text += (await reader.read()).value ?? '';
    const whole = await collectRun(alice, run.id);
    expect(whole.at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value;
    } catch {
      // It was cut.
    }
    expect(text.includes('event: complete')).toBe(false);
    const frames = [...text.matchAll(/^data: (\{.*\})\n\n/gm)];
    const last = (JSON.parse(frames.at(-1)![1]!) as { data: { runEvents: SeenEvent } }).data.runEvents;
    expect(last.sequence).toBeLessThan(whole.length - 1);
    expect(await collectRun(alice, run.id, last.sequence)).toEqual(whole.slice(last.sequence + 1));
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
    const waiting = [...connections].map(({ writableLength }) => writableLength);
    expect(Math.max(...waiting)).toBeLessThan(MEGABYTE);
    slow.socket.resume();
    await within(30, 'The replay', slow.end('1'));
    expect(slow.messages.filter(({ type }) => type === 'next')).toHaveLength(whole.length);
  });
});
