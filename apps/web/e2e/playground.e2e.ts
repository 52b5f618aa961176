import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { newVisitor } from './support/browser.ts';
import { createSessions, newPerson } from './support/people.ts';

/** Machines are slow at times, in milliseconds. */
const patience = { timeout: 10_000 };

/** Writes an operation into the editor and runs it once the page has understood it: its name is then on the tab. */
async function execute(page: Page, type: 'query' | 'subscription', name: string, selection: string): Promise<void> {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(`${type} ${name} ${selection}`);
  await page.getByRole('tab', { name }).waitFor();
  await page.getByRole('button', { name: 'Execute query' }).click();
}

async function openPlayground(page: Page): Promise<void> {
  const introspected = page.waitForResponse((response) => response.url().endsWith('/graphql'));
  await page.goto('/playground');
  await introspected;
}

test.each(['light', 'dark'] as const)(
  'runs queries and subscriptions as the signed-in person, %s',
  async (colorScheme) => {
    const { page, faults, email } = await newPerson(inject('serverUrl'), { colorScheme });
    await openPlayground(page);
    const answer = page.locator('.result-window');

    await execute(page, 'query', 'Me', '{ viewer { email } }');
    await expect.poll(() => answer.textContent(), patience).toContain(email);

    await execute(page, 'subscription', 'Changes', '{ sessionChanged { title } }');
    await page.getByRole('button', { name: 'Stop query' }).waitFor();
    // The event may come before the subscription is there: change something until one is seen.
    await expect
      .poll(async () => {
        await createSessions(page, ['From another tab']);
        return answer.textContent();
      }, patience)
      .toContain('From another tab');
    await page.getByRole('button', { name: 'Stop query' }).click();

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Mutation' }).click();
    await page.getByRole('link', { name: 'sendMessage' }).first().waitFor();
    expect(faults).toEqual([]);
  },
);

test('says what is missing when nobody is signed in', async () => {
  const { page, faults } = await newVisitor(inject('serverUrl'));
  await openPlayground(page);
  await execute(page, 'query', 'Mine', '{ sessions { totalCount } }');
  await expect.poll(() => page.locator('.result-window').textContent(), patience).toContain('UNAUTHENTICATED');
  expect(faults).toEqual([]);
});
