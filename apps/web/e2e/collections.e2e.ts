import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { addFile, textFile } from './support/files.ts';
import { graphqlAs } from './support/people.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith();
const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

test('collections are shown, renamed and deleted with their documents', { timeout: 180_000 }, () =>
  visit(async (page) => {
    await addFile(page, textFile('usual.txt', 'The kettle holds two litres.'));
    const { createCollection } = await graphqlAs<{ createCollection: { id: string } }>(
      page,
      'mutation ($name: String!) { createCollection(input: { name: $name }) { id } }',
      { name: 'Letters' },
    );
    await page.goto(`/documents?collection=${createCollection.id}`);
    await page.getByText('This collection is empty').waitFor();
    // What is added goes where one looks.
    await page.getByLabel('Files to add').setInputFiles(textFile('letter.txt', 'Dear customer, thank you.'));
    await page.getByText('1 document', { exact: true }).waitFor();
    await rowOf(page, 'letter.txt').getByText('Letters').waitFor();
    expect(await rowOf(page, 'usual.txt').count()).toBe(0);
    expect(await seriousProblems(page)).toEqual([]);

    const more = (name: string) => page.getByRole('button', { name: `Actions for the collection ${name}` });
    const dialog = page.getByRole('dialog');
    await more('Letters').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await dialog.getByLabel('Name').fill('Documents');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await dialog.getByText('A collection called “Documents” already exists').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByLabel('Name').fill('Mail');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await rowOf(page, 'letter.txt').getByText('Mail').waitFor();

    await more('Mail').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByText('Its document is deleted too').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await rowOf(page, 'letter.txt').waitFor();
    await more('Mail').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete with 1 document' }).click();
    await page.getByText('Deleted “Mail” with 1 document', { exact: true }).waitFor();

    // The other collection is as it was, and the address names none that is gone.
    await rowOf(page, 'usual.txt').waitFor();
    expect(await rowOf(page, 'letter.txt').count()).toBe(0);
    expect(new URL(page.url()).search).toBe('');
  }),
);

test('a document that is moved leaves the list of its collection, also on a phone', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await addFile(page, textFile('a.txt', 'The kettle holds two litres.'));
    await graphqlAs(
      page,
      'mutation { createCollection(input: { name: "A rather long name of a collection that nobody would give" }) { id } }',
    );
    await page.goto('/documents');
    await page
      .getByRole('button', { name: /^Show:/ })
      .or(page.getByRole('combobox', { name: /^Show:/ }))
      .first()
      .click();
    await page.getByRole('option', { name: 'Standard collection', exact: true }).click();
    await page.getByText('1 document', { exact: true }).waitFor();
    const { documents, collections } = await graphqlAs<{
      documents: { nodes: { id: string }[] };
      collections: { id: string; name: string }[];
    }>(page, '{ documents { nodes { id } } collections { id name } }');
    const input = {
      id: documents.nodes[0]!.id,
      collectionId: collections.find(({ name }) => name !== 'Documents')!.id,
    };
    await graphqlAs(page, 'mutation ($input: UpdateDocumentInput!) { updateDocument(input: $input) { id } }', {
      input,
    });
    await page.getByText('This collection is empty').waitFor();
    await page.goto(`/documents?collection=${input.collectionId}`);
    await rowOf(page, 'a.txt').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }, phone),
);
