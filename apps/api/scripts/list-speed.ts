import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/orm.ts';
import { silentLog } from '../src/kernel/log.ts';
import { fillAccount } from '../test/support/big-account.ts';
import { documentOf, operationsOfTheApp } from '../test/support/operations.ts';

// How long the app's own queries take for an account with 10,000 conversations, one of 10,000 messages, and 2,000 documents.
// On PostgreSQL with DATABASE_URL of an empty database, on the embedded one without.
const ROUNDS = 15;
const dataDir = await mkdtemp(join(tmpdir(), 'parley-speed-'));
const config = readConfig({
  DATA_DIR: dataDir,
  EMBEDDER: 'none',
  SCRIPTED_MODELS: '1',
  RATE_LIMIT_MULTIPLIER: '1000000',
  ...(process.env['DATABASE_URL'] && { DATABASE_URL: process.env['DATABASE_URL'] }),
});
const database = await openDatabase({ url: config.DATABASE_URL, embeddedDir: join(dataDir, 'postgres') });
await database.migrate();
const app = await createApp(config, database, silentLog);
await app.start();

let cookie = '';
async function call<T>(query: string, variables: object): Promise<T> {
  const answer = await app.http.inject({
    method: 'POST',
    url: '/graphql',
    headers: { cookie },
    payload: { query, variables },
  });
  cookie = String(answer.headers['set-cookie'] ?? cookie).split(';')[0]!;
  const { data, errors } = answer.json<{ data: T; errors?: { message: string }[] }>();
  if (errors?.[0]) throw new Error(errors[0].message);
  return data;
}

const person = { email: 'speed@example.com', password: 'a password for speed', displayName: 'Speed' };
const { signUp } = await call<{ signUp: { user: { id: string } } }>(
  'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }',
  {
    input: person,
  },
);
const ownerId = signUp.user.id;
const id = await fillAccount(database.fork(), ownerId, { sessions: 10_000, messages: 10_000, documents: 2_000 });

const definitions = await operationsOfTheApp();
const cursorOf = async (count: number): Promise<string> => {
  const query = `query ($id: ID!) { session(id: $id) { messages(first: ${count}) { pageInfo { endCursor } } } }`;
  const { session } = await call<{ session: { messages: { pageInfo: { endCursor: string } } } }>(query, { id });
  return session.messages.pageInfo.endCursor;
};
const cases: [string, string, object][] = [
  ['the list of conversations, 30', 'Sessions', { first: 30, filter: { isArchived: false } }],
  ['the list of conversations, 100', 'Sessions', { first: 100, filter: { isArchived: false } }],
  ['the newest 40 messages', 'Conversation', { id, last: 40 }],
  ['the newest 100 messages', 'Conversation', { id, last: 100 }],
  ['the oldest 40 messages', 'Conversation', { id, last: 40, before: await cursorOf(41) }],
  ['a search with one hit', 'FoundMessages', { query: 'Number 4242', first: 20 }],
  ['a search that every message fits', 'FoundMessages', { query: 'lighthouse', first: 20 }],
  ['the list of documents, 50', 'Documents', { first: 50 }],
];
for (const [what, name, variables] of cases) {
  const document = documentOf(definitions, name);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const since = performance.now();
    await call(document, variables);
    times.push(performance.now() - since);
  }
  const [first] = times;
  const sorted = times.toSorted((a, b) => a - b);
  process.stdout.write(
    `${what}: first ${first!.toFixed(0)} ms, median ${sorted[ROUNDS >> 1]!.toFixed(0)} ms, slowest ${sorted.at(-1)!.toFixed(0)} ms\n`,
  );
}
await app.stop(0);
await database.close();
await rm(dataDir, { recursive: true, force: true });
