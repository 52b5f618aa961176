import { afterAll, expect, it } from 'vitest';
import { messagesOf } from '../support/conversation.ts';
import { assertInvariants } from '../support/invariants.ts';
import { createServerHome, type ServerHome } from '../support/server-home.ts';
import { ServerProcess } from '../support/server-process.ts';
import { countedWords, slowly, watchAnswers, within } from '../support/streams.ts';
import { createUser, TestClient } from '../support/test-client.ts';

let home: ServerHome;

afterAll(async () => {
  await ServerProcess.crashAll();
  await home.drop();
});

it('SIGTERM with 100 answers: no new questions, short ones finish, long ones are interrupted with their text', async () => {
  home = await createServerHome();
  let server = await ServerProcess.start(home.settings);
  const alice = await createUser(server.url, 'alice');
  const bob = await createUser(server.url, 'bob');
  const short = await watchAnswers(alice, 50, slowly(100, 50));
  const long = await watchAnswers(bob, 50, slowly(2_000, 50));
  const exit = server.stop();

  const send = 'mutation { sendMessage(input: { text: "Hi", modelId: "scripted:echo" }) { run { id } } }';
  let refusal = await alice.post(JSON.stringify({ query: send }));
  let answer = (await refusal.json()) as { errors?: { extensions: { code: string } }[] };
  while (!answer.errors) {
    refusal = await alice.post(JSON.stringify({ query: send }));
    answer = (await refusal.json()) as typeof answer;
  }
  expect(answer.errors[0]!.extensions.code).toBe('UNAVAILABLE');
  expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await within(30, 'The end of the server', exit)).toBe(0);
  for (const { events } of short) {
    expect((await events).at(-1)).toMatchObject({ __typename: 'RunEnded', status: 'COMPLETED' });
  }

  server = await ServerProcess.start(home.settings);
  for (const [person, watched, words, status] of [
    [alice, short, 100, 'COMPLETED'],
    [bob, long, 2_000, 'INTERRUPTED'],
  ] as const) {
    const back = new TestClient(server.url);
    back.cookie = person.cookie;
    for (const { asked } of watched) {
      const stored = (await messagesOf(back, asked.session.id))[1]!;
      expect(stored.status).toBe(status);
      expect(countedWords(words).startsWith(stored.text)).toBe(true);
      if (status === 'COMPLETED') expect(stored.text).toBe(countedWords(words));
      // What fits into the time answers are given to finish.
      expect(stored.text.split(' ').length).toBeGreaterThan(Math.min(words, 100));
    }
  }
  await server.stop();
  const opened = await home.open();
  await assertInvariants(opened.fork()).finally(() => opened.close());
}, 240_000);
