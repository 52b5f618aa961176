import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { answers, ask, composer, untilAnswered } from './support/conversation.ts';
import { addFile, dropFile, pdfFile, textFile } from './support/files.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith();
const menu = (page: Page) => page.getByRole('button', { name: /^Documents(:| in)/ });
const form = (page: Page) => page.getByRole('form', { name: 'Documents in this chat' });
const sources = (page: Page) => answers(page).last().getByRole('region', { name: 'Sources' });
const question = 'How long does the warranty of the kettle last?';

async function details(page: Page): Promise<string> {
  await answers(page).last().getByRole('button', { name: 'Details' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Time to first token').waitFor();
  const text = await dialog.innerText();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return text;
}

test(
  'a PDF of 100 pages is dropped, watched, asked about, and opens at the page of a citation',
  { timeout: 240_000 },
  () =>
    visit(async (page) => {
      const pages = Array.from({ length: 100 }, (_, index) =>
        [
          `Chapter ${index + 1}. The lighthouse of Harbour${index + 1} was built in the year ${1700 + index}.`,
          ...Array.from(
            { length: 24 },
            (_, line) => `Keeper ${line} of station ${index + 1} wrote about wind, waves and oil.`,
          ),
        ].join('\n'),
      );
      await composer(page).waitFor();
      await dropFile(page.locator('.conversation-view'), pdfFile('lighthouses.pdf', pages));
      const chip = page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
      await chip.getByText('lighthouses.pdf').waitFor();
      // It does not jump: several steps are seen on the way.
      const seen = new Set<number>();
      const bar = chip.getByRole('progressbar');
      const isRead = async () => {
        const label = await chip.innerText();
        const share = /Indexing (\d+)%/.exec(label)?.[1];
        if (share) seen.add(Number(share));
        return /PDF ·/.test(label);
      };
      await expect.poll(isRead, { timeout: 120_000, interval: 50 }).toBe(true);
      expect(await bar.count()).toBe(0);
      expect([...seen].filter((share) => share > 0 && share < 90).length).toBeGreaterThan(0);

      await ask(page, 'When was the lighthouse of Harbour73 built?');
      await untilAnswered(page);
      expect(await answers(page).last().innerText()).toContain('1772');
      await answers(page).last().locator('.citation-mark').first().click();
      const opened = page.getByRole('dialog').locator('[data-opened]');
      await opened.getByText('page 73', { exact: false }).first().waitFor();
      expect(await opened.innerText()).toContain('Harbour73');
      await expect.poll(() => opened.evaluate((passage) => passage.getBoundingClientRect().top)).toBeLessThan(400);
    }),
);

test('a conversation leaves documents out, keeps to collections, and the record says so', { timeout: 180_000 }, () =>
  visit(async (page) => {
    await addFile(
      page,
      textFile('manual.txt', 'The warranty of the kettle lasts three years from the day of purchase.'),
    );
    await addFile(
      page,
      textFile('letter.txt', 'Dear customer, the warranty of your kettle lasts five years, as an exception.'),
    );
    await page.goto('/');
    await menu(page).click();
    await form(page)
      .getByRole('button', { name: /^Documents/ })
      .click();
    await form(page).getByRole('switch', { name: 'Use letter.txt in this chat' }).click();
    await form(page).getByLabel('Max passages per answer').fill('30');
    expect(await seriousProblems(page)).toEqual([]);
    await form(page).getByRole('button', { name: 'Apply' }).click();
    await form(page).getByText('Passages must be a whole number from 1 to 20.').waitFor();
    await form(page).getByLabel('Max passages per answer').fill('3');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);
    await form(page).getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Documents in this chat, 2 changed' }).waitFor();

    await ask(page, question);
    await untilAnswered(page);
    await sources(page).getByRole('button').first().waitFor();
    expect(await sources(page).innerText()).not.toContain('letter.txt');
    const record = await details(page);
    for (const line of ['Searched', 'All collections', 'Hybrid', 'Max passages', 'all-MiniLM-L6-v2'])
      expect(record).toContain(line);

    // It is kept with the conversation; switched off, nothing is looked into.
    await page.reload();
    await page.getByRole('button', { name: 'Documents in this chat, 2 changed' }).click();
    await form(page).getByRole('switch', { name: 'Answer from my documents' }).click();
    await form(page).getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Documents: not used in this chat' }).waitFor();
    await ask(page, question);
    await untilAnswered(page);
    expect(await details(page)).toContain('Turned off in this chat');
    expect(await sources(page).count()).toBe(0);
  }),
);

test('files of a conversation are kept to it, moved and described on the page of documents', { timeout: 180_000 }, () =>
  visit(async (page) => {
    await composer(page).waitFor();
    await page
      .getByLabel('Files to attach')
      .setInputFiles(textFile('kettle.txt', 'The kettle holds two litres of water.'));
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: 60_000 });
    await ask(page, 'How much water does the kettle hold?');
    await untilAnswered(page);
    await page.getByRole('link', { name: 'Documents', exact: true }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'kettle.txt' });
    await row.getByText('only in “').waitFor();
    const openMenu = () => page.getByRole('button', { name: 'Actions for kettle.txt' }).click();
    await openMenu();
    await page.getByRole('menuitem', { name: 'Use in all chats' }).click();
    await row.getByText('only in “').waitFor({ state: 'detached' });

    await openMenu();
    await page.getByRole('menuitem', { name: 'Edit details' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('vessel.txt');
    await dialog.getByRole('textbox', { name: 'Metadata' }).fill('[1]');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Enter a JSON object').waitFor();
    await dialog.getByRole('textbox', { name: 'Metadata' }).fill('{"litres": 2}');
    await dialog
      .getByRole('button', { name: /^Collection:/ })
      .or(dialog.getByRole('combobox', { name: /^Collection:/ }))
      .first()
      .click();
    await page.getByPlaceholder('Search or name a new one').fill('Kitchen');
    await page.getByRole('option', { name: 'New collection “Kitchen”' }).click();
    await dialog.getByText('Kitchen').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'vessel.txt' }).getByText('Kitchen').waitFor();
  }),
);

test('the settings of documents fit a phone', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await addFile(page, textFile('manual.txt', 'The warranty of the kettle lasts three years.'));
    await page.goto('/');
    await composer(page).waitFor();
    await menu(page).click();
    await form(page).getByLabel('Minimum score').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const box = (await form(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(await seriousProblems(page)).toEqual([]);
  }, phone),
);
