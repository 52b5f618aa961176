import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVisitor, startBrowser } from './support/browser.ts';
import { createSessions, signUp } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function execute(page: Page, operation: string): Promise<void> {
  await page.locator('.graphiql-query-editor .CodeMirror').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(operation);
  await page.getByRole('button', { name: 'Execute query' }).click();
}

test.each(['light', 'dark'] as const)('runs queries and subscriptions as the signed-in person, %s', async (colorScheme) => {
  const { page, faults } = await newVisitor(browser, server.url, { colorScheme });
  await signUp(page, `playground-${colorScheme}@example.org`);
  await page.goto('/playground');
  const answer = page.locator('.result-window');

  await page.getByRole('button', { name: 'Execute query' }).click();
  await expect.poll(() => answer.textContent()).toContain(`playground-${colorScheme}@example.org`);

  await execute(page, 'subscription Changes { sessionChanged { title } }');
  await page.getByRole('button', { name: 'Stop query' }).waitFor();
  // The event may come before the subscription is there: change something until one is seen.
  await expect
    .poll(async () => {
      await createSessions(page, ['From another tab']);
      return answer.textContent();
    })
    .toContain('From another tab');
  await page.getByRole('button', { name: 'Stop query' }).click();

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.getByRole('link', { name: 'Mutation' }).click();
  await page.getByRole('link', { name: 'sendMessage' }).first().waitFor();
  expect(faults).toEqual([]);
});

test('says what is missing when nobody is signed in', async () => {
  const { page, faults } = await newVisitor(browser, server.url);
  await page.goto('/playground');
  await execute(page, 'query Mine { sessions { totalCount } }');
  await expect.poll(() => page.locator('.result-window').textContent()).toContain('UNAUTHENTICATED');
  expect(faults).toEqual([]);
});
