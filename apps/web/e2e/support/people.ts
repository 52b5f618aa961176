import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { addressOf, newVisitor, type Visitor } from './browser.ts';

const password = 'a rather long sentence';

/** Preferences of an account, as in UpdatePreferencesInput. */
export type Preferences = Record<string, unknown>;

/** Scripted answers, without choosing the model on the page. */
export const echo: Preferences = { defaultModelId: 'scripted:echo' };

export interface Person extends Visitor {
  email: string;
}

async function graphqlAt(serverUrl: string, cookie: string, query: string, variables: object): Promise<Response> {
  const response = await fetch(`${serverUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: serverUrl, ...(cookie && { cookie }) },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.text();
  if (answer.includes('"errors"')) throw new Error(answer);
  return response;
}

/** Creates an account by the API. @returns its session as `name=value`. */
export async function createAccount(serverUrl: string, email: string, preferences?: Preferences): Promise<string> {
  const input = { email, password, displayName: 'Ada Lovelace' };
  const signUpMutation = 'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
  const response = await graphqlAt(serverUrl, '', signUpMutation, { input });
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const preferencesMutation =
    'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { streaming } }';
  if (preferences) await graphqlAt(serverUrl, cookie, preferencesMutation, { input: preferences });
  return cookie;
}

/**
 * Somebody new with an account, who has the start page before them.
 * @param way how the page reaches the server, if not straight.
 */
export async function newPerson(
  serverUrl: string,
  {
    preferences,
    way = serverUrl,
    prepare,
    ...options
  }: BrowserContextOptions & {
    preferences?: Preferences | undefined;
    way?: string;
    prepare?: (page: Page) => Promise<void>;
  } = {},
): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  const [cookie, visitor] = await Promise.all([createAccount(serverUrl, email, preferences), newVisitor(way, options)]);
  const [name, value] = cookie.split('=') as [string, string];
  await visitor.page.context().addCookies([{ name, value, url: addressOf(way), httpOnly: true, sameSite: 'Lax' }]);
  await prepare?.(visitor.page);
  await visitor.page.goto('/');
  await visitor.page.getByRole('main').waitFor();
  return { ...visitor, email };
}

/** Creates an account on the sign-up page and waits for the start page. */
export async function signUp(page: Page, email: string, displayName = 'Ada Lovelace'): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(displayName);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** Fills and sends the sign-in page that is shown. */
export async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Runs an operation as the person who is signed in on the page. */
export async function graphqlAs<T>(page: Page, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await page.evaluate(async (body) => {
    const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  }, JSON.stringify({ query, variables }));
  if (answer.errors?.[0]) throw new Error(answer.errors[0].message);
  return answer.data as T;
}

/** Makes conversations with these titles, the last one newest. */
export async function createSessions(page: Page, titles: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const title of titles) {
    const data = await graphqlAs<{ createSession: { id: string } }>(
      page,
      'mutation Create($input: CreateSessionInput!) { createSession(input: $input) { id } }',
      { input: { title } },
    );
    ids.push(data.createSession.id);
  }
  return ids;
}
