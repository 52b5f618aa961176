import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { ask, composer, script, untilAnswered } from './support/conversation.ts';
import { echo } from './support/people.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith(echo);
const palette = (page: Page) => page.getByPlaceholder('Search chats, or run a command');

async function search(page: Page, words: string): Promise<void> {
  await composer(page).waitFor();
  await page.keyboard.press('Control+k');
  await palette(page).fill(words);
}

test('search finds a message by its words and opens the conversation at it', () =>
  visit(async (page) => {
    for (const [question, answer] of [
      ['first', 'The peace of Westphalia was signed in Münster.'],
      ['second', 'Something else entirely.\n\n'.repeat(40)],
      ['third', 'The end.'],
    ] as const) {
      await ask(page, script({ text: `${question}: ${answer}` }));
      await untilAnswered(page);
    }
    await page.goto('/');
    await search(page, 'munst');
    const hit = page.getByRole('option').filter({ hasText: 'first: The peace' }).first();
    await hit.locator('mark').first().waitFor();
    expect(await hit.locator('mark').allInnerTexts()).toEqual(['Münster']);
    expect(await seriousProblems(page)).toEqual([]);
    await hit.click();

    const found = page.locator('.found-message');
    await found.waitFor();
    expect(await found.innerText()).toContain('Westphalia');
    expect(await found.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(300);
    await page.waitForURL((url) => !url.searchParams.has('message'));
    const words = await page.evaluate(() => [...(CSS.highlights.get('found-words') ?? [])].map(String));
    expect(words).toContain('Münster');
    // The end, where a conversation opens otherwise, is out of sight.
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
  }));

test('only the latest words count, and nothing found is said', () =>
  visit(async (page) => {
    await search(page, 'zzz');
    await page.getByText('No results for “zzz”.').waitFor();
    await palette(page).fill('');
    await page.getByRole('option', { name: 'New chat' }).waitFor();
  }));
