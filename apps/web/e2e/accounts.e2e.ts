import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, newVisitor } from './support/browser.ts';
import { graphqlAs, signIn, signUp } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server?.stop();
});

test('a new server is set up by its first visitor, who is told to be the administrator; the second is not', async () => {
  const { page, faults } = await newVisitor(server.url);
  for (const path of ['/', '/sign-in', '/settings']) {
    await page.goto(path);
    await page.waitForURL(/\/sign-up/);
    await page.getByRole('heading', { name: 'Set up Parley' }).waitFor();
    await page.getByText('Create the admin account').waitFor();
  }
  await signUp(page, 'ada@example.org');
  await page.getByText('You are the administrator', { exact: true }).waitFor();

  const second = await newVisitor(server.url);
  await second.page.goto('/');
  await second.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await second.page.getByRole('link', { name: 'Create an account' }).click();
  await second.page.getByRole('heading', { name: 'Create an account' }).waitFor();
  expect(await second.page.getByText(/admin/i).count()).toBe(0);
  await signUp(second.page, 'grace@example.org', 'Grace Hopper');
  await second.page.getByText('grace@example.org').waitFor();
  expect(await second.page.getByText('You are the administrator', { exact: true }).count()).toBe(0);
  expect([...faults, ...second.faults]).toEqual([]);
});

test('the form says what is wrong beside the field, before and after asking the server', async () => {
  const { page } = await newVisitor(server.url);
  await page.goto('/sign-up');
  await page.getByLabel('Email').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Enter a full email address').waitFor();
  await page.getByText('Use at least 8 characters; this has 5.').waitFor();
  expect(await page.getByLabel('Email').evaluate((input) => input === document.activeElement)).toBe(true);

  await page.getByLabel('Email').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill('a rather long sentence');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('That email is already registered').waitFor();
});

test('a wrong password is refused in plain words, and what was typed stays', async () => {
  const { page } = await newVisitor(server.url);
  await page.goto('/sign-in');
  await signIn(page, 'ada@example.org', 'not the password');
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Email').inputValue()).toBe('ada@example.org');
  await page.getByRole('button', { name: 'Show password' }).click();
  expect(await page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
});

test('a page that needs an account comes back after signing in; another site’s address does not', async () => {
  const { page } = await newVisitor(server.url);
  await page.goto('/settings');
  await page.waitForURL('**/sign-in?next=/settings');
  await signIn(page, 'ada@example.org');
  await page.waitForURL('**/settings');

  await page.getByRole('button', { name: /ada@example.org/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto('/sign-in?next=//example.com/');
  await signIn(page, 'ada@example.org');
  await page.waitForURL((url) => url.pathname === '/');
  expect(new URL(page.url()).origin).toBe(addressOf(server.url));
});

test('when the session ends elsewhere, the next step leads to signing in and back', async () => {
  const { page } = await newVisitor(server.url);
  await signUp(page, 'linus@example.org', 'Linus');
  await page.goto('/settings');
  const dark = page.getByText('Dark', { exact: true });
  // Everything has been read, so that only the next step can be refused.
  await dark.waitFor();
  await page.waitForLoadState('networkidle');
  await graphqlAs(page, 'mutation { signOut }');
  await dark.click();
  await page.waitForURL('**/sign-in?next=/settings&expired=1');
  await page.getByText('Your session has ended', { exact: true }).waitFor();
  await signIn(page, 'linus@example.org');
  await page.waitForURL('**/settings');
});
