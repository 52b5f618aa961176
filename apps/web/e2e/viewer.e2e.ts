import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith();
const orders = Array.from({ length: 250 }, (_, id) => ({
  id,
  customer: `Customer ${id % 7}`,
  total: 250 - id,
  lines: [{ sku: `A${id}` }],
}));
const file = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });

async function openFile(page: Page, name: string, content: string): Promise<void> {
  await page.getByLabel('File to view').setInputFiles(file(name, content));
  await page.getByRole('heading', { name }).waitFor();
}

const cells = (page: Page, column: number) =>
  page
    .locator('tbody tr')
    .evaluateAll((rows, place) => rows.slice(0, 3).map((row) => row.children[place]!.textContent!.trim()), column);

test('JSON is a table that is sorted, filtered and paged, nested arrays too', () =>
  visit(async (page) => {
    await page.goto('/viewer');
    await page.getByLabel('JSON or CSV').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await openFile(page, 'shop.json', JSON.stringify({ shop: 'North', orders }));
    await page.getByRole('button', { name: 'total' }).click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await expect.poll(() => cells(page, 2)).toEqual(['1', '2', '3']);
    await page.getByRole('button', { name: 'total' }).click();
    await page.locator('th[aria-sort="descending"]').waitFor();
    await expect.poll(() => cells(page, 2)).toEqual(['250', '249', '248']);
    await page.getByRole('button', { name: 'Page 3' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(50);
    await page.getByLabel('Filter rows').fill('customer 3');
    await page.getByText('36 of 250 rows').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);

    await page.getByRole('combobox', { name: 'Array to show' }).click();
    await page.getByRole('option', { name: /lines/ }).click();
    await page.getByRole('columnheader', { name: 'sku' }).waitFor();
  }));

test('a tree opens step by step, and text is indented', () =>
  visit(async (page) => {
    await page.goto('/viewer');
    await openFile(page, 'shop.json', JSON.stringify({ shop: 'North', orders }));
    await page.getByRole('tab', { name: 'Tree' }).click();
    await page.getByRole('button', { name: 'orders' }).click();
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.getByText('Customer 1', { exact: true }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByText('  "shop": "North",').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  }));

test('a fault is told with its line and column, and what was pasted stays', () =>
  visit(async (page) => {
    await page.goto('/viewer');
    const broken = '{\n  "a": [1, 2,]\n}';
    await page.getByLabel('JSON or CSV').fill(broken);
    await page.getByRole('button', { name: 'View' }).click();
    await page.getByText('Line 2, column 14').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit / Open another file' }).click();
    expect(await page.getByLabel('JSON or CSV').inputValue()).toBe(broken);
  }));

test('a CSV among the documents opens from their list, on a phone as well', { timeout: 60_000 }, () =>
  visit(async (page) => {
    await page.goto('/documents');
    await page.getByLabel('Files to add').setInputFiles(file('people.csv', 'name;age\nAda;36\nAlan;41\n'));
    await page.getByRole('button', { name: 'Actions for people.csv' }).click();
    await page.getByRole('menuitem', { name: 'Open in the data viewer' }).click();
    await page.getByRole('columnheader', { name: 'age' }).waitFor();
    expect(await cells(page, 0)).toEqual(['Ada', 'Alan']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }, phone),
);
