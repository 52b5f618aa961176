import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { type Visitor } from './support/browser.ts';
import { answers, ask, chooseModel, untilAnswered } from './support/conversation.ts';
import { graphqlAs, newPerson } from './support/people.ts';
import { type Provider, startProvider } from './support/provider.ts';
import { type RunningServer, startServer } from './support/server.ts';

let provider: Provider;
let server: RunningServer;
let visitor: Visitor;

beforeAll(async () => {
  // Its model reads little at once.
  provider = await startProvider({ id: 'brief', context_window: 3_000 }, (words) =>
    words.startsWith('You keep the memory') ? 'Ada looks after three lighthouses.' : 'Noted.',
  );
  server = await startServer({ API_URL: provider.url, SCRIPTED_MODELS: '0' });
  visitor = await newPerson(server.url);
});
afterAll(async () => {
  await server?.stop();
  provider?.close();
});

/** Calls that are accounted, and with them the summaries that are kept. */
async function summaryCalls(page: Page): Promise<number> {
  const { usageReport } = await graphqlAs<{
    usageReport: { buckets: { key: string; totals: { requests: number } }[] };
  }>(page, '{ usageReport(input: { groupBy: REQUEST_TYPE }) { buckets { key totals { requests } } } }');
  return usageReport.buckets.find(({ key }) => key === 'SUMMARY')?.totals.requests ?? 0;
}

const long = (number: number): string => `Lighthouse ${number}: ${'lamp and lens '.repeat(125)}`.trim();

test('an answer in a long conversation shows the summary it was given', { timeout: 120_000 }, async () => {
  const { page, faults } = visitor;
  await chooseModel(page, 'brief');
  for (const number of [1, 2, 3, 4]) {
    await ask(page, long(number));
    await untilAnswered(page);
    // The first two exchanges are more than one call of such a model takes.
    if (number === 3) await expect.poll(() => summaryCalls(page), { timeout: 10_000 }).toBe(2);
  }
  await answers(page).last().getByRole('button', { name: 'Details' }).click();
  const drawer = page.getByRole('dialog', { name: 'Details of this answer' });
  const disclosure = drawer.getByText(/\b4 earlier messages as a summary \(\d+ tokens\)/);
  await disclosure.waitFor();
  const summary = drawer.getByText('Ada looks after three lighthouses.');
  expect(await summary.isVisible()).toBe(false);
  await disclosure.focus();
  await page.keyboard.press('Enter');
  await summary.waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  expect(faults).toEqual([]);
});

test('summaries are switched off for a conversation, and for all', { timeout: 60_000 }, async () => {
  const { page, faults } = visitor;
  const settings = page.getByRole('button', { name: /^Parameters and system prompt/ });
  await settings.click();
  await page.getByLabel('When the chat is too long').click();
  await page.getByRole('option', { name: 'Drop older messages', exact: true }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Parameters and system prompt, 1 changed' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Parameters and system prompt, 1 changed' }).click();
  await expect.poll(() => page.getByLabel('When the chat is too long').innerText()).toContain('Drop older messages');
  await page.keyboard.press('Escape');

  await page.goto('/settings');
  const toggle = page.getByRole('switch', { name: 'Summarise messages that no longer fit' });
  expect(await toggle.getAttribute('aria-checked')).toBe('true');
  const saved = page.waitForResponse((response) => response.url().endsWith('/graphql'));
  await toggle.press('Space');
  await saved;
  await page.reload();
  await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
  expect(await seriousProblems(page)).toEqual([]);
  expect(faults).toEqual([]);
});
