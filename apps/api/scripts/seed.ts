import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp, type App } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { lockFolder } from '../src/db/embedded/folder-lock.ts';
import { openDatabase } from '../src/db/orm.ts';
import { silentLog } from '../src/kernel/log.ts';
import { User } from '../src/modules/users/index.ts';

// An administrator with a few conversations, for development. Does nothing when there are accounts already.
const person = { email: 'alice@example.com', password: 'alice in development', displayName: 'Alice' };

const conversations: readonly { modelId: string; questions: readonly string[] }[] = [
  { modelId: 'scripted:markdown', questions: ['Show me everything that an answer can look like'] },
  { modelId: 'scripted:echo', questions: ['What do you know about this project?', 'And who may import whom?'] },
  { modelId: 'local:parley', questions: ['What can you do without a key?'] },
];

/** Runs operations through the app without a network, as one person. */
function createCaller(app: App) {
  let cookie = '';
  return async <T>(query: string, variables: object): Promise<T> => {
    const answer = await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { cookie },
      payload: { query, variables },
    });
    const { data, errors } = answer.json<{ data: T; errors?: { message: string }[] }>();
    if (errors?.[0]) throw new Error(errors[0].message);
    const given = answer.headers['set-cookie'];
    if (given) cookie = String(given).split(';')[0]!;
    return data;
  };
}

async function converse(call: ReturnType<typeof createCaller>): Promise<void> {
  await call('mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }', { input: person });
  for (const { modelId, questions } of conversations) {
    let sessionId: string | undefined;
    for (const text of questions) {
      const { sendMessage } = await call<{ sendMessage: { session: { id: string } } }>(
        'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { session { id } } }',
        { input: { sessionId, modelId, text } },
      );
      sessionId = sendMessage.session.id;
      await untilAnswered(call, sessionId);
    }
  }
}

async function untilAnswered(call: ReturnType<typeof createCaller>, id: string): Promise<void> {
  for (;;) {
    const { session } = await call<{ session: { activeRun: { id: string } | null } }>(
      'query ($id: ID!) { session(id: $id) { activeRun { id } } }',
      { id },
    );
    if (!session.activeRun) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const config = readConfig({ ...process.env, SCRIPTED_MODELS: '1' });
await mkdir(config.dataDir, { recursive: true });
const unlock = config.DATABASE_URL ? async () => {} : await lockFolder(config.dataDir);
const database = await openDatabase({ url: config.DATABASE_URL, embeddedDir: join(config.dataDir, 'postgres') });
await database.migrate();
if ((await database.fork().count(User)) === 0) {
  const app = await createApp(config, database, silentLog);
  await app.start();
  await converse(createCaller(app));
  await app.stop();
  process.stdout.write(
    `Made ${person.email}, password “${person.password}”, with ${conversations.length} conversations.\n`,
  );
}
await database.close();
await unlock();
