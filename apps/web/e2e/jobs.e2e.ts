import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { graphqlAs, newPerson } from './support/people.ts';
import { type Provider, startProvider } from './support/provider.ts';
import { type RunningServer, startServer } from './support/server.ts';

let provider: Provider;
let server: RunningServer;

beforeAll(async () => {
  // It answers questions and refuses to name conversations.
  provider = await startProvider({ id: 'sullen' }, (words) => (words.startsWith('You name') ? null : 'Hm.'));
  server = await startServer({ API_URL: provider.url, SCRIPTED_MODELS: '0' });
});
afterAll(async () => {
  await server?.stop();
  provider?.close();
});

test('an administrator sees what failed, tries it again and takes it off the list', { timeout: 240_000 }, async () => {
  const { page, faults, email } = await newPerson(server.url);
  await graphqlAs(page, 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }', {
    input: { text: 'What is a title?', modelId: 'api:sullen' },
  });
  await page.getByText(email).click();
  await page.getByRole('menuitem', { name: 'Background jobs' }).click();
  await page.getByRole('row', { name: /^Housekeeping/ }).waitFor();
  const failed = page.getByRole('region', { name: 'Failed' }).getByRole('listitem');
  // After three attempts with pauses between them.
  await failed.getByText('Naming chats').waitFor({ timeout: 120_000 });
  expect(await failed.innerText()).toContain('3 attempts');
  expect(await seriousProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousProblems(page)).toEqual([]);

  await page.getByRole('button', { name: /^Try again: Naming/ }).click();
  await failed.getByText('4 attempts').waitFor({ timeout: 60_000 });
  await page.setViewportSize(phone.viewport!);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: /^Remove from the list: Naming/ }).click();
  await page.getByText('Nothing has failed in the last 14 days.').waitFor();
  expect(faults).toEqual([]);
});

test('nobody else is shown the jobs', async () => {
  const { page, email } = await newPerson(server.url);
  await page.getByText(email).click();
  await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Background jobs' }).count()).toBe(0);
  await page.goto('/jobs');
  await page.getByText('Could not load the jobs').waitFor();
});
