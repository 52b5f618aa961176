import { expect, onTestFinished, test } from 'vitest';
import {
  answers,
  ask,
  composer,
  countedWords,
  lastText,
  questions,
  script,
  untilAnswered,
} from './support/conversation.ts';
import { echo, graphqlAs, newPerson } from './support/people.ts';
import { startServer } from './support/server.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith(echo);

test('another tab shows a question asked elsewhere, and its answer as it comes', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'first' }));
    await untilAnswered(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await untilAnswered(other);
    await ask(page, script({ text: countedWords(100), tokens: 100, delayMs: 40 }));
    await expect.poll(() => questions(other).count(), { timeout: 10_000 }).toBe(2);
    await expect.poll(() => lastText(other), { timeout: 10_000 }).toMatch(/^w1 w2/);
    await untilAnswered(other);
    expect(await lastText(other)).toBe(countedWords(100));
    await page.bringToFront();
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(100));
  }));

test('two tabs show one draft; the menu of the title renames the conversation, and deletes it', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'first' }));
    await untilAnswered(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await untilAnswered(other);
    await composer(page).fill('from one tab');
    await expect.poll(() => composer(other).inputValue()).toBe('from one tab');
    await composer(other).fill('from one tab, and the other');
    await expect.poll(() => composer(page).inputValue()).toBe('from one tab, and the other');

    const menu = page.getByRole('button', { name: 'Chat actions' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title of the chat' }).fill('A better name');
    await page.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'A better name' }).waitFor();
    await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true);
    await menu.click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.waitForURL((url) => url.pathname === '/');
  }));

test('leaving a conversation in the middle and coming back goes on where it is now', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(120), tokens: 120, delayMs: 40 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/w5/);
    const address = page.url();
    await page.getByRole('link', { name: 'New chat' }).first().click();
    await page.getByText('What would you like to work on?').waitFor();
    await page.goBack();
    expect(page.url()).toBe(address);
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/^w1 w2 /);
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(120));
  }));

test('with streaming off the answer appears at its end', () =>
  visit(async (page) => {
    await graphqlAs(page, 'mutation { updatePreferences(input: { streaming: false }) { streaming } }');
    await page.reload();
    await ask(page, script({ text: countedWords(30), tokens: 30, delayMs: 40 }));
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const seen = new Set<string>();
    while (await page.getByRole('button', { name: 'Stop' }).isVisible()) seen.add(await lastText(page));
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(30));
    expect([...seen].filter((text) => text !== '' && text !== countedWords(30))).toEqual([]);
  }));

test(
  'a server that is killed in the middle: what had arrived stays, and Continue writes on',
  { timeout: 120_000 },
  async () => {
    const server = await startServer();
    onTestFinished(server.stop);
    const { page } = await newPerson(server.url, { preferences: echo });
    await ask(page, script({ text: countedWords(200), tokens: 200, delayMs: 40 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/w25/);
    const seen = await lastText(page);
    await server.restart();
    await page.getByRole('note').getByText('Interrupted: the server stopped.').waitFor({ timeout: 40_000 });
    const kept = (await lastText(page)).trim();
    expect(kept).not.toBe('');
    expect(countedWords(200).startsWith(kept)).toBe(true);
    // What was seen is still on the page, be it as what was not saved.
    if (!kept.startsWith(seen.trim())) await page.getByText('Shown here, but not saved:').waitFor();
    await page.getByRole('note').getByRole('button', { name: 'Continue' }).click();
    await answers(page).last().getByText('2/2').waitFor();
    await untilAnswered(page);
    expect((await lastText(page)).startsWith(kept)).toBe(true);
    await page.context().close();
  },
);
