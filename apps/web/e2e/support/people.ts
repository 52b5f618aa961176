import type { Page } from 'playwright-core';

const password = 'a rather long sentence';

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
