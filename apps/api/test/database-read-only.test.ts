import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, collectRun, followRun, messagesOf, textOf } from './support/conversation.ts';
import { addDocument, upload } from './support/documents.ts';
import { startTestApp, type TestApp } from './support/test-app.ts';
import { TestClient } from './support/test-client.ts';
import { until } from './support/until.ts';

describe.skipIf(!inject('templateDatabase'))('while the database takes no writes', () => {
  let app: TestApp;
  let alice: TestClient;
  let bob: TestClient;
  let administrator: Client;
  let name: string;

  beforeAll(async () => {
    app = await startTestApp();
    alice = await app.signUp('alice');
    bob = await app.signUp('bob');
    administrator = new Client(process.env['TEST_DATABASE_URL']);
    await administrator.connect();
    name = (await app.database.fork().execute<{ name: string }[]>('select current_database() as name'))[0]!.name;
  });
  afterAll(async () => {
    await alice.close();
    await administrator.end();
    await app.close();
  });

  const refuseWrites = async (): Promise<void> => {
    await administrator.query(`alter database ${name} set default_transaction_read_only = on`);
    await administrator.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
      name,
    ]);
    const send = 'mutation { sendMessage(input: { text: "Hi" }) { run { id } } }';
    await until(async () => (await alice.errorOf(send)) === 'STORAGE_FULL');
  };
  /** Connections that were opened before still refuse them. */
  const takeWrites = (): Promise<unknown> =>
    administrator.query(`alter database ${name} reset default_transaction_read_only`);

  it('says so, gives out what there is, and goes on by itself', async () => {
    const { session, userMessage, assistantMessage, run } = await ask(alice, { text: 'What is kept?' });
    await collectRun(alice, run.id);
    await addDocument(alice, 'kept.txt', 'It is kept.');
    // Half of a session is over: the next request would extend it.
    await app.database
      .fork()
      .execute(
        "update auth_sessions set expires_at = now() + interval '1 day' where user_id = (select id from users where email = ?)",
        [bob.email],
      );
    const slow = await ask(alice, { text: 'Will the end be saved?', modelId: 'scripted:slow' });
    const { begun, events } = followRun(alice, slow.run.id);
    await begun;
    await refuseWrites();

    const credentials = { email: alice.email, password: alice.password };
    const signedOut = new TestClient(app.url);
    const refused: [TestClient, string, object][] = [
      [alice, 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }', { text: 'Hi' }],
      [
        alice,
        'mutation ($input: EditMessageInput!) { editMessage(input: $input) { run { id } } }',
        { messageId: userMessage.id, text: 'Hi' },
      ],
      [
        alice,
        'mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { id } }',
        { messageId: assistantMessage.id, rating: 'THUMBS_UP' },
      ],
      [signedOut, 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id } } }', credentials],
    ];
    for (const [client, mutation, input] of refused) {
      expect((await client.request(mutation, { input })).errors).toEqual([
        expect.objectContaining({
          message: expect.stringContaining('takes no writes at the moment'),
          extensions: { code: 'STORAGE_FULL' },
        }),
      ]);
    }
    expect(await upload(alice, 'new.txt', 'It cannot be kept.')).toMatchObject({
      status: 507,
      error: { code: 'STORAGE_FULL', message: expect.stringContaining('takes no writes at the moment') },
    });
    expect((await messagesOf(alice, session.id)).length).toBe(2);
    expect((await alice.query('{ documents { totalCount } }')).documents.totalCount).toBe(1);
    for (const client of [alice, bob]) {
      expect((await client.query('{ viewer { email } }')).viewer.email).toBe(client.email);
    }

    await takeWrites();
    const input = { text: 'And now?', modelId: 'scripted:echo' };
    await until(async () => (await alice.errorOf(refused[0]![1], { input })) === 'none');
    await until(async () => (await upload(alice, 'new.txt', 'It can be kept.')).status === 201);
    // It is told as interrupted when that took longer than its watchers wait, and with its text either way.
    const { status } = (await events).at(-1)!;
    expect(['COMPLETED', 'INTERRUPTED']).toContain(status);
    const stored = await until(async () => {
      const answer = (await messagesOf(alice, slow.session.id)).at(-1)!;
      return answer.run?.status === status && answer;
    });
    expect(stored.text).toBe(textOf(await events));
  });
});
