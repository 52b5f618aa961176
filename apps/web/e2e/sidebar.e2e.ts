import type { Page } from 'playwright-core';
import { beforeEach, expect, inject, test } from 'vitest';
import { createSessions, graphqlAs, newPerson } from './support/people.ts';

let page: Page;

const row = (title: string) => page.getByRole('link', { name: title, exact: true });
const titles = () => page.getByRole('list', { name: 'Chats' }).getByRole('link').allInnerTexts();

async function choose(title: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function expectTitles(expected: string[]): Promise<void> {
  await expect.poll(titles).toEqual(expected);
}

beforeEach(async () => {
  const person = await newPerson(inject('serverUrl'));
  page = person.page;
  return async () => {
    expect(person.faults).toEqual([]);
    await page.context().close();
  };
});

test('it starts with a kind word, and conversations made elsewhere appear by themselves', async () => {
  await page.getByText('No chats yet').waitFor();
  await createSessions(page, ['First', 'Second']);
  await expectTitles(['Second', 'First']);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
});

test('renaming in place: Enter keeps, Escape drops, other tabs follow', async () => {
  await createSessions(page, ['Draft']);
  const otherTab = await page.context().newPage();
  await otherTab.goto('/');
  await otherTab.getByRole('link', { name: 'Draft', exact: true }).waitFor();
  await page.bringToFront();

  await choose('Draft', 'Rename');
  await page.getByLabel('Title of the chat').fill('Dropped');
  await page.keyboard.press('Escape');
  await expectTitles(['Draft']);

  await choose('Draft', 'Rename');
  await page.getByLabel('Title of the chat').fill('Kept');
  await page.keyboard.press('Enter');
  await expectTitles(['Kept']);
  await otherTab.getByRole('link', { name: 'Kept', exact: true }).waitFor();
});

test('the list is one stop of the Tab key; arrows, F2 and a double click do the rest, and the focus stays in the row', async () => {
  await createSessions(page, ['One', 'Two', 'Three']);
  // One that was made before the page listened comes a moment later.
  await expectTitles(['Three', 'Two', 'One']);
  await row('Three').focus();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toBe('Two');
  await page.keyboard.press('End');
  await expect.poll(focused).toBe('One');
  await page.keyboard.press('Tab');
  await expect.poll(focused).toBe('Archive');
  await page.keyboard.press('Shift+Tab');
  await expect.poll(focused).toBe('One');
  await page.keyboard.press('F2');
  await page.getByLabel('Title of the chat').fill('First');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe('First');
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  await expect.poll(focused).toBe('First');

  await row('Two').dblclick();
  await page.waitForURL('**/c/*');
  await page.getByRole('textbox', { name: 'Your message' }).waitFor();
  await page.getByLabel('Title of the chat').fill('Second');
  await page.keyboard.press('Enter');
  await expectTitles(['Three', 'Second', 'First']);
});

test('pinned conversations stand first under their own heading', async () => {
  await createSessions(page, ['One', 'Two', 'Three']);
  await choose('One', 'Pin');
  await expectTitles(['One', 'Three', 'Two']);
  await page.getByRole('heading', { name: 'Pinned' }).waitFor();
  await choose('One', 'Unpin');
  await expectTitles(['Three', 'Two', 'One']);
});

test('a deleted conversation can be taken back', async () => {
  await createSessions(page, ['Keep', 'Lose']);
  await row('Lose').click();
  await page.waitForURL('**/c/*');
  await choose('Lose', 'Delete');
  await expectTitles(['Keep']);
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectTitles(['Lose', 'Keep']);
});

test('what is deleted in one tab leaves the others', async () => {
  await createSessions(page, ['Stays', 'Goes']);
  const otherTab = await page.context().newPage();
  await otherTab.goto('/');
  await otherTab.getByRole('link', { name: 'Goes', exact: true }).waitFor();
  await page.bringToFront();
  await choose('Goes', 'Delete');
  await otherTab.getByRole('link', { name: 'Goes', exact: true }).waitFor({ state: 'detached' });
});

test('archived conversations wait in the archive', async () => {
  await createSessions(page, ['Old', 'New']);
  await choose('Old', 'Archive');
  await expectTitles(['New']);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await expectTitles(['Old']);
  await choose('Old', 'Restore');
  await page.getByText('Nothing archived').waitFor();
  await page.getByRole('button', { name: 'Back to chats' }).click();
  await expectTitles(['New', 'Old']);
});

test('several are chosen with Shift and deleted together, with one undo', async () => {
  await createSessions(page, ['A', 'B', 'C', 'D']);
  await choose('D', 'Select');
  await page.getByRole('checkbox', { name: 'B', exact: true }).click({ modifiers: ['Shift'] });
  await page.getByText('3 selected').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
  await expectTitles(['A']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectTitles(['D', 'C', 'B', 'A']);
});

test('long lists come page by page, and only what is seen is in the document', async () => {
  const names = Array.from({ length: 80 }, (_, index) => `Talk ${index + 1}`);
  await createSessions(page, names);
  await page.reload();
  await row('Talk 80').waitFor();
  const list = page.getByRole('list', { name: 'Chats' });
  await expect
    .poll(async () => {
      await list.evaluate((element) => element.parentElement!.scrollTo(0, 1e6));
      return row('Talk 1').count();
    })
    .toBe(1);
  expect(await list.getByRole('link').count()).toBeLessThan(60);
});

test('the palette finds a conversation by its title', async () => {
  await createSessions(page, ['Sourdough at altitude', 'Balance sheets']);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('sourdo');
  await page.getByRole('option', { name: 'Sourdough at altitude' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/c/*');
  await expect.poll(() => page.title()).toBe('Sourdough at altitude · Parley');
});

test('shortcuts open a new chat, the list of keys, and hide the sidebar', async () => {
  await createSessions(page, ['Here']);
  await row('Here').click();
  await page.waitForURL('**/c/*');
  await page.keyboard.press('Control+Shift+O');
  await page.waitForURL((url) => url.pathname === '/');
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+S');
  await page.getByRole('button', { name: 'Show sidebar' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Show sidebar' }).click();
  await row('Here').waitFor();
});

test('a conversation whose answer ended while it was not on the screen has a dot until it is opened', async () => {
  const [sessionId] = await createSessions(page, ['Elsewhere']);
  await row('Elsewhere').waitFor();
  await graphqlAs(page, 'mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }', {
    input: { sessionId, text: 'Hello there' },
  });
  await page.getByRole('img', { name: 'New answer' }).waitFor();
  await page.getByRole('link', { name: 'Elsewhere' }).click();
  await page.getByRole('img', { name: 'New answer' }).waitFor({ state: 'detached' });
});
