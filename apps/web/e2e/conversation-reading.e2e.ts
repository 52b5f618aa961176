import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hostileDocument, longDocument } from '../src/features/markdown/fixtures.ts';
import { seriousProblemsInThemes } from './support/axe.ts';
import { phone } from './support/browser.ts';
import {
  answers,
  ask,
  askUnseen,
  chooseModel,
  composer,
  countedWords,
  lastText,
  questions,
  script,
  untilAnswered,
} from './support/conversation.ts';
import { echo } from './support/people.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith(echo);
const view = (page: Page) => page.locator('.conversation-view');
const top = (page: Page) => view(page).evaluate((element) => element.scrollTop);
const belowView = (page: Page) =>
  view(page).evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index + 1} ${countedWords(30)}`).join('\n\n');

test('a hostile answer does nothing, while it comes and when it is there', () =>
  visit(async (page) => {
    await ask(page, script({ text: hostileDocument, tokens: 300, delayMs: 4 }));
    const foreign = () =>
      answers(page)
        .last()
        .evaluate((root) =>
          [
            ...root.querySelectorAll(
              'script, iframe, form, style, object, embed, link, meta, base, input, video, audio',
            ),
          ]
            .map((element) => element.outerHTML)
            .concat(
              [...root.querySelectorAll('*')].flatMap((element) =>
                [...element.attributes]
                  .filter(
                    ({ name, value }) =>
                      name.startsWith('on') ||
                      /^\s*javascript:/i.test(value) ||
                      (name === 'src' && !value.startsWith('data:image/')),
                  )
                  .map(({ name, value }) => `${element.tagName} ${name}=${value}`),
              ),
            ),
        );
    const isRunning = () => page.getByRole('button', { name: 'Stop' }).isVisible();
    do expect(await foreign()).toEqual([]);
    while (await isRunning());
    await untilAnswered(page);
    expect(await foreign()).toEqual([]);
    expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  }));

test('formulas, diagrams and code are drawn from what the server itself serves', () =>
  visit(async (page) => {
    await ask(
      page,
      script({
        text: 'Sum $a+b$:\n\n$$\\int_0^1 x\\,dx = \\tfrac12$$\n\n```mermaid\ngraph TD; A[Ask]-->B[Answer]\n```\n\n```ts\nconst answer = 42;\n```\n\nEnd.',
      }),
    );
    await untilAnswered(page);
    await answers(page).locator('.katex').nth(1).waitFor();
    const diagram = answers(page).getByRole('img', { name: /^Diagram/ });
    await diagram.waitFor();
    expect(await diagram.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(20);
    await answers(page).locator('.md-token').first().waitFor();
    await page.getByRole('button', { name: 'Wrap long lines' }).last().click();
    await page.getByRole('button', { name: 'Wrap long lines', pressed: true }).waitFor();
  }));

test('the question stands near the top and nothing moves while the answer grows; the end is followed on request only', () =>
  visit(async (page) => {
    await ask(page, script({ text: paragraphs(12) }));
    await untilAnswered(page);
    await ask(page, script({ text: paragraphs(40), tokens: 800, delayMs: 8 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/Paragraph 3/);
    const distance = async () => {
      const [question, area] = await Promise.all([questions(page).last().boundingBox(), view(page).boundingBox()]);
      return Math.round(question!.y - area!.y);
    };
    expect(await distance()).toBe(16);
    const before = await top(page);
    await page.getByRole('button', { name: 'Jump to latest' }).waitFor({ timeout: 20_000 });
    expect(await top(page)).toBe(before);

    await page.getByRole('button', { name: 'Jump to latest' }).click();
    const textThen = (await lastText(page)).length;
    await expect.poll(async () => (await lastText(page)).length, { timeout: 10_000 }).toBeGreaterThan(textThen + 400);
    expect(await belowView(page)).toBeLessThan(60);

    await view(page).hover();
    await page.mouse.wheel(0, -30);
    await expect.poll(() => belowView(page)).toBeGreaterThan(60);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const rested = await top(page);
    await untilAnswered(page);
    expect(await top(page)).toBe(rested);
  }));

test('long conversations open at their end, and older messages come without moving what is read', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'answer 0' }));
    await untilAnswered(page);
    const sessionId = new URL(page.url()).pathname.split('/').at(-1)!;
    const texts = Array.from({ length: 40 }, (_, index) => script({ text: `answer ${index + 1}` }));
    await askUnseen(page, sessionId, texts);
    await page.reload();
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toBe('answer 40');
    expect(await belowView(page)).toBeLessThan(3);
    const loaded = await answers(page).count();
    expect(loaded).toBeLessThan(30);

    const read = page.locator('[data-message]').nth(5);
    const same = page.locator(`[data-message="${await read.getAttribute('data-message')}"]`);
    await view(page).evaluate((element) => element.scrollTo(0, 500));
    const place = (await same.boundingBox())!.y;
    await expect.poll(() => answers(page).count()).toBeGreaterThan(loaded);
    expect(Math.abs((await same.boundingBox())!.y - place)).toBeLessThan(4);

    // All of them come, a few at a time.
    for (let shown = 0; (shown = await answers(page).count()) < 41;) {
      await view(page).evaluate((element) => element.scrollTo(0, 0));
      await expect.poll(() => answers(page).count()).toBeGreaterThan(shown);
    }
    expect(await page.getByRole('button', { name: 'Show older messages' }).count()).toBe(0);
  }));

test('while a reply of 14,000 characters comes, a block that is followed by another is not touched again', () =>
  visit(async (page) => {
    await page.evaluate(() => {
      const seen = { again: 0, frames: 0 };
      Object.assign(globalThis, { seen });
      let count = 0;
      new MutationObserver((records) => {
        const blocks = [...document.querySelectorAll('.md-block')];
        const isFormula = (node: Node) => node instanceof Element && node.className.startsWith('md-formula');
        for (const { target, addedNodes, removedNodes } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          const block = element?.closest('.md-block');
          // Code is coloured and formulas are set a moment after their block was closed.
          if (
            !block ||
            element!.closest('.md-code, [class^="md-formula"]') ||
            [...addedNodes, ...removedNodes].some(isFormula)
          )
            continue;
          if (blocks.indexOf(block) < count - 1) seen.again += 1;
        }
        seen.frames += 1;
        count = blocks.length;
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    await ask(page, script({ text: longDocument, delayMs: 2 }));
    await untilAnswered(page);
    expect(await answers(page).locator('.md-h1').count()).toBe(18);
    const { again, frames } = await page.evaluate(
      () => (globalThis as unknown as { seen: { again: number; frames: number } }).seen,
    );
    expect(frames).toBeGreaterThan(50);
    expect(again).toBe(0);
  }));

test('on a phone Enter breaks the line, nothing overflows, and the actions are there without hovering', () =>
  visit(async (page) => {
    await composer(page).fill('first');
    await composer(page).press('Enter');
    expect(await composer(page).inputValue()).toBe('first\n');
    await ask(page, script({ text: longDocument.slice(0, 3_000) }));
    await untilAnswered(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    expect(await questions(page).first().getByRole('button', { name: 'Edit message' }).isVisible()).toBe(true);
  }, phone));

test('on a phone Back closes what lies over the page, and the page stays', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'yes &amp; oui &eacute; &nosuch;' }));
    await untilAnswered(page);
    // Named characters come from the browser (named-characters.ts).
    expect(await lastText(page)).toBe('yes & oui é &nosuch;');
    const address = page.url();
    const dialog = page.getByRole('dialog');
    for (const name of ['Details', 'Show sidebar']) {
      await page.getByRole('button', { name }).tap();
      await dialog.waitFor();
      await expect.poll(() => page.evaluate(() => history.state.panel)).toBeTruthy();
      await page.goBack();
      await dialog.waitFor({ state: 'detached' });
      expect(page.url()).toBe(address);
    }
    await page.getByRole('button', { name: 'Show sidebar' }).tap();
    await expect.poll(() => page.evaluate(() => history.state.panel)).toBeTruthy();
    await dialog.getByRole('link', { name: 'Documents' }).first().tap();
    await page.waitForURL(/documents/);
    await dialog.waitFor({ state: 'detached' });
    await page.goBack();
    expect(page.url()).toBe(address);
  }, phone));

test('a low window opens the start page at its top', () =>
  visit(
    async (page) => {
      await page.getByRole('list', { name: 'Examples' }).waitFor();
      await page.setViewportSize({ width: 800, height: 380 });
      await page.reload();
      await page.getByRole('list', { name: 'Examples' }).waitFor();
      await expect.poll(() => belowView(page)).toBeGreaterThan(0);
      expect(await top(page)).toBe(0);
      expect(await page.getByRole('button', { name: 'Jump to latest' }).count()).toBe(0);
    },
    { viewport: { width: 800, height: 400 } },
  ));

test('buttons without words say what they do, under the mouse and at the focus of the keyboard', () =>
  visit(async (page) => {
    const tooltip = page.locator('[role=tooltip]', { hasText: 'Attach files' });
    await page.getByRole('button', { name: 'Attach files' }).hover();
    await tooltip.waitFor({ state: 'attached' });
    await page.mouse.move(0, 0);
    await tooltip.waitFor({ state: 'detached' });
    await composer(page).press('Tab');
    await tooltip.waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await tooltip.waitFor({ state: 'detached' });
  }));

test('axe finds nothing serious in either theme, whatever is open', { timeout: 120_000 }, () =>
  visit(
    async (page) => {
      expect(await seriousProblemsInThemes(page), 'start page').toEqual([]);
      await page.getByRole('button', { name: /^Model:/ }).click();
      await page.getByRole('option', { name: 'echo' }).waitFor();
      expect(await seriousProblemsInThemes(page), 'models').toEqual([]);
      await page.keyboard.press('Escape');
      await chooseModel(page, 'echo');
      await ask(page, script({ text: longDocument.slice(0, 1_500), reasoning: 'hm, well' }));
      await untilAnswered(page);
      await answers(page).locator('.md-token').first().waitFor();
      await answers(page).locator('summary').first().click();
      expect(await seriousProblemsInThemes(page), 'an answer').toEqual([]);
      await ask(page, script({ text: 'so far', failAfter: 1, errorCode: 'PROVIDER_AUTH' }));
      await page.getByRole('note').getByText('The provider refused access.').waitFor();
      expect(await seriousProblemsInThemes(page), 'a failure').toEqual([]);
      await page.getByRole('button', { name: /^Parameters and system prompt/ }).click();
      await page.getByLabel('Temperature').waitFor();
      expect(await seriousProblemsInThemes(page), 'settings').toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Details' }).last().click();
      await page.getByText('Time to first token').waitFor();
      expect(await seriousProblemsInThemes(page), 'details').toEqual([]);
    },
    { reducedMotion: 'reduce' },
  ),
);
