import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { phone } from './support/browser.ts';
import { answers, ask, composer, untilAnswered } from './support/conversation.ts';
import { hurry } from './support/hurry.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith();
const text = (content: string) => ({ mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const treaties = Array.from(
  { length: 60 },
  (_, index) => `The treaty of Town${index} was signed in the year ${1600 + index}. It speaks of borders and of grain.`,
).join('\n\n');
const notes = { name: 'treaties.md', ...text(treaties) };
/** Reading includes the embedder's first start. */
const untilRead = { timeout: 60_000 };

const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function attach(page: Page, file: typeof notes): Promise<void> {
  await page.getByLabel('Files to attach').setInputFiles(file);
  await page.getByRole('button', { name: `Remove ${file.name}` }).waitFor();
}

test('files are added, read, switched off and deleted; refused ones say why', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await page.getByRole('link', { name: 'Documents', exact: true }).click();
    await page.getByText('No documents yet').waitFor();
    expect(await seriousProblems(page)).toEqual([]);

    const picture = { name: 'report.pdf', ...text('\u0089PNG') };
    await page
      .getByLabel('Files to add')
      .setInputFiles([notes, { name: 'photo.png', ...text('x') }, { name: 'empty.txt', ...text('') }, picture]);
    await rowOf(page, 'photo.png').getByText('Unsupported file type').waitFor();
    await rowOf(page, 'empty.txt').getByText('is empty').waitFor();
    await rowOf(page, 'report.pdf').getByText('Not accepted').waitFor();
    await rowOf(page, 'treaties.md')
      .getByText(/\d passages?/)
      .waitFor(untilRead);
    expect(await seriousProblems(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);
    for (const name of ['photo.png', 'empty.txt', 'report.pdf'])
      await page.getByRole('button', { name: `Dismiss: ${name}` }).click();

    await page.getByRole('switch', { name: 'Include treaties.md in answers' }).click();
    await page.reload();
    await page.getByRole('switch', { name: 'Include treaties.md in answers', checked: false }).waitFor();

    await page.getByRole('button', { name: 'treaties.md', exact: true }).click();
    await page.getByRole('dialog').getByText('The treaty of Town3 ').first().waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Actions for treaties.md' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No documents yet').waitFor();
  }),
);

test('an answer from an attached file cites the passage, which opens in its document', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await attach(page, notes);
    // The message waits until the file is read.
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor(untilRead);
    await ask(page, 'When was the treaty of Town42 signed?');
    await page.getByRole('list', { name: 'Files of this message' }).getByRole('button').waitFor();
    await untilAnswered(page);
    expect(await answers(page).last().innerText()).toContain('1642');

    const mark = answers(page).last().locator('.citation-mark').first();
    await mark.hover();
    await page.getByText('% match').waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await mark.click();
    const opened = page.getByRole('dialog').locator('[data-opened]');
    await opened.waitFor();
    expect(await opened.innerText()).toContain('Town42');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');

    // What was cited is there after a reload, apart from what was only found.
    await page.reload();
    await answers(page).last().getByRole('region', { name: 'Sources' }).getByRole('button').first().waitFor();
    await answers(page).last().locator('.citation-mark').first().waitFor();
  }),
);

test('pasted files and long texts are attached; they stay with the draft', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await composer(page).waitFor();
    const paste = (content: string) =>
      composer(page).evaluate((area, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, content);
    await paste('short');
    await paste('A long text about nothing. '.repeat(200));
    await page.getByRole('button', { name: 'Remove Pasted text.txt' }).waitFor();
    expect(await page.getByRole('list', { name: 'Attached files' }).getByRole('listitem').count()).toBe(1);
    await composer(page).fill('What is it about?');
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor(untilRead);
    await page.reload();
    await page.getByRole('button', { name: 'Remove Pasted text.txt' }).click();
    await page.getByRole('list', { name: 'Attached files' }).waitFor({ state: 'detached' });
    expect(await composer(page).inputValue()).toBe('What is it about?');
  }),
);

test('files are dropped on the chat, also on a phone’s width', { timeout: 120_000 }, () =>
  visit(async (page) => {
    await composer(page).waitFor();
    const drag = (type: string) =>
      page.locator('.conversation-view').evaluate((view, name) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['# Notes'], 'dropped.md'));
        view.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
      }, type);
    await drag('dragenter');
    await page.getByText('Drop to attach to your message').waitFor();
    await drag('drop');
    await page.getByRole('button', { name: 'Remove dropped.md' }).waitFor();
    expect(await page.getByText('Drop to attach').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.goto('/documents');
    await page.getByText('dropped.md').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }, phone),
);

test('what becomes of a file is seen although no word of it arrives', { timeout: 120_000 }, () =>
  visit(async (page) => {
    // A proxy that opens sockets and lets nothing through.
    await page.routeWebSocket('**/graphql', () => undefined);
    await hurry(page);
    await page.reload();
    await attach(page, notes);
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor(untilRead);
    await page.goto('/documents');
    const taken = page.waitForResponse('**/api/documents');
    await page
      .getByLabel('Files to add')
      .setInputFiles({ name: 'more.md', ...text(treaties.replaceAll('grain', 'wool')) });
    await taken;
    await page.reload();
    await rowOf(page, 'more.md')
      .getByText(/\d passages?/)
      .waitFor(untilRead);
  }),
);
