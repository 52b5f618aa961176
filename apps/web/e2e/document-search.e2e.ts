import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { addFile, textFile } from './support/files.ts';
import { graphqlAs } from './support/people.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith();
const treaties = Array.from(
  { length: 60 },
  (_, index) => `The treaty of Town${index} was signed in the year ${1600 + index}. It speaks of borders and of grain.`,
).join('\n\n');

const hits = (page: Page) => page.locator('[data-hit]');
const query = (page: Page) => page.getByRole('searchbox', { name: 'Question or keywords' });
const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

/** Two documents in collections of their own, one with metadata. */
async function addDocuments(page: Page): Promise<void> {
  const { createCollection } = await graphqlAs<{ createCollection: { id: string } }>(
    page,
    'mutation { createCollection(input: { name: "History" }) { id } }',
  );
  await addFile(page, textFile('treaties.md', treaties), {
    collectionId: createCollection.id,
    metadata: '{"year":1650}',
  });
  await addFile(page, textFile('grain.txt', 'Grain is sown in autumn and harvested in summer.'));
}

test('documents are searched by words and by meaning, filtered, and opened at the passage', { timeout: 180_000 }, () =>
  visit(async (page) => {
    await page.getByRole('link', { name: 'Search documents' }).click();
    await page.getByText('No documents to search').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await addDocuments(page);
    await page.goto('/documents');
    await page.getByRole('main').getByRole('link', { name: 'Search documents' }).click();
    await page.getByText('Find passages in your documents').waitFor();

    await query(page).fill('treaty of Town42 grain');
    await page.keyboard.press('Enter');
    await hits(page).first().waitFor();
    const first = page
      .getByRole('listitem')
      .filter({ has: hits(page) })
      .first();
    expect(await first.locator('mark').allInnerTexts()).toEqual(expect.arrayContaining(['treaty', 'Town42']));
    expect(await first.getByText('Semantic').isVisible()).toBe(true);
    expect(await seriousProblems(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);

    // Arrow keys go through the results, Enter opens one at its passage.
    await hits(page).first().focus();
    await page.keyboard.press('ArrowDown');
    expect(
      await hits(page)
        .nth(1)
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const opened = page.getByRole('dialog').locator('[data-opened]');
    await opened.getByText('The passage that was found').waitFor();
    expect(await opened.innerText()).toContain('Town42');
    await page.keyboard.press('Escape');

    // Another collection is searched at once, and a reload shows the same.
    await page
      .getByRole('combobox', { name: /^Collection to search/ })
      .or(page.getByRole('button', { name: /^Collection to search/ }))
      .first()
      .click();
    await page.getByRole('option', { name: 'Standard collection' }).click();
    await page.getByText('1 passage', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('1 passage', { exact: true }).waitFor();
    expect(await hits(page).first().innerText()).toContain('grain.txt');
    await page.goBack();
    await expect.poll(() => hits(page).count()).toBeGreaterThan(1);
  }),
);

test('what is wrong is said beside its field, and nothing found is said', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await addDocuments(page);
    await page.goto('/search?q=treaty');
    await hits(page).first().waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    const filter = page.getByLabel('Metadata');
    await filter.fill('{"year": ');
    await page.getByLabel('Minimum score').fill('2');
    await page.getByRole('button', { name: 'Search', exact: true }).last().click();
    await page.getByText('Invalid JSON').waitFor();
    await page.getByText('Minimum score must be a number from 0 to 1.').waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    // What only the server knows is said in the same place.
    await page.getByLabel('Minimum score').fill('0');
    await filter.fill('{"year": {"$near": 3}}');
    await filter.press('Tab');
    await query(page).press('Enter');
    await page.getByText('has the operator "$near"').waitFor();
    await filter.fill('{"year": {"$lt": 1700}}');
    await query(page).press('Enter');
    await hits(page).first().waitFor();
    expect(await hits(page).allInnerTexts()).not.toContainEqual(expect.stringContaining('grain.txt'));
    await filter.fill('{"year": 1}');
    await query(page).press('Enter');
    await page.getByText('No results').waitFor();
    await page.getByText('remove the filter').waitFor();
  }),
);

test('a search fits a phone, and says when the server is away', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await addDocuments(page);
    await page.goto('/search?q=grain&mode=KEYWORD');
    await hits(page).first().waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
    expect(await seriousProblems(page)).toEqual([]);
    await page.route('**/graphql', (route) => route.abort());
    await query(page).fill('borders');
    await query(page).press('Enter');
    await page.getByText('The search failed').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await hits(page).first().waitFor();
  }, phone),
);
