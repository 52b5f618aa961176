import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ask, collectRun, runEventsQuery, type SeenEvent } from '../support/conversation.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { createServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { slowly } from '../support/streams.ts';
import { startTestApp } from '../support/test-app.ts';
import { createUser, TestClient } from '../support/test-client.ts';

const PEOPLE = 50;
const SOCKETS_EACH = 20;

afterEach(() => ServerProcess.crashAll());

it('1,000 sockets that come back at once, to a server that is busy just then, are all served', async () => {
  const home = await createServerHome();
  const server = await ServerProcess.start({ ...home.settings, EMBEDDER: 'none' });
  const people: TestClient[] = [];
  for (let index = 0; index < PEOPLE; index++) people.push(await createUser(server.url, `person${index}`));
  const runs = await Promise.all(people.map((person) => ask(person, { text: slowly(50, 2) })));
  const wholes = await Promise.all(runs.map(({ run }, index) => collectRun(people[index]!, run.id)));
  server.pause();
  const visits = Array.from({ length: PEOPLE * SOCKETS_EACH }, async (_, index) => {
    const person = index % PEOPLE;
    const after = Math.floor(index / PEOPLE);
    const socket = await RawSocket.open(server.url, people[person]!.cookie);
    socket.subscribe('1', runEventsQuery, { runId: runs[person]!.run.id, after });
    await socket.end('1');
    const events = socket.messages.flatMap(({ type, payload }) => (type === 'next' ? [payload.data.runEvents] : []));
    socket.close();
    expect(events).toEqual(wholes[person]!.slice(after + 1));
    return socket.closed;
  });
  const all = Promise.allSettled(visits);
  await sleep(1_000);
  server.resume();
  expect((await all).filter(({ status }) => status === 'rejected')).toEqual([]);
  for (const person of people) await person.close();
  await server.stop();
  await home.drop();
}, 240_000);

it('a person who comes and goes 1,000 times, by socket and by event stream, misses nothing', async () => {
  const app = await startTestApp();
  const alice = await app.signUp('alice');
  const { run: done } = await ask(alice, { text: slowly(60, 1) });
  const whole = await collectRun(alice, done.id);
  let visits = 0;
  while (visits < 1_000) {
    const events: SeenEvent[] = [];
    const traveller = new TestClient(app.url);
    traveller.cookie = alice.cookie;
    // Every second journey is along an answer that is being written.
    const { run } = visits % 2 === 0 ? { run: done } : await ask(alice, { text: slowly(60, 1) });
    while (events.at(-1)?.__typename !== 'RunEnded') {
      visits++;
      const stay = 1 + Math.floor(Math.random() * 4);
      const after = events.at(-1)?.sequence ?? -1;
      const seen = Math.random() < 0.5 ? bySocket(traveller, run.id, after) : byStream(traveller, run.id, after);
      let count = 0;
      for await (const event of seen) {
        events.push(event);
        if (++count === stay) break;
      }
    }
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index));
    const text = (all: SeenEvent[]): string => all.map(({ delta }) => delta ?? '').join('');
    expect(text(events)).toBe(text(whole));
    await traveller.close();
  }
  await app.close();
}, 240_000);

async function* bySocket(client: TestClient, runId: string, after: number): AsyncGenerator<SeenEvent> {
  for await (const { data } of client.subscribe(runEventsQuery, { runId, after })) yield data.runEvents;
}

async function* byStream(client: TestClient, runId: string, after: number): AsyncGenerator<SeenEvent> {
  const abort = new AbortController();
  const response = await fetch(`${client.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie: client.cookie },
    body: JSON.stringify({ query: runEventsQuery, variables: { runId, after } }),
    signal: abort.signal,
  });
  try {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const frames = text.split('\n\n');
      text = frames.pop()!;
      for (const frame of frames) {
        const data = /^data: (\{.*\})$/m.exec(frame)?.[1];
        if (data) yield JSON.parse(data).data.runEvents as SeenEvent;
      }
    }
  } finally {
    abort.abort();
  }
}
