import { expect, test } from 'vitest';
import {
  answers,
  ask,
  chooseModel,
  composer,
  countedWords,
  lastText,
  questions,
  script,
  storedTexts,
  untilAnswered,
} from './support/conversation.ts';
import { textFile } from './support/files.ts';
import { echo, graphqlAs, signIn } from './support/people.ts';
import { answerTo } from './support/browser.ts';
import { visitsWith } from './support/visits.ts';

const visit = visitsWith(echo);

test('asking: the answer comes word by word, the conversation gets its address, and all is there after a reload', () =>
  visitsWith()(async (page) => {
    await chooseModel(page, 'echo');
    await ask(page, script({ text: countedWords(60), tokens: 60, delayMs: 25 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/^w1 w2/);
    expect((await lastText(page)).length).toBeLessThan(countedWords(60).length);
    await page.waitForURL(/\/c\/[\w-]+$/);
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(60));
    await page.reload();
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(60));
    expect(await questions(page).count()).toBe(1);
    // Over plain http there is no `navigator.clipboard`.
    expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
    await page.getByRole('button', { name: 'Copy answer' }).click();
    await composer(page).focus();
    await page.keyboard.press('Control+v');
    expect(await composer(page).inputValue()).toBe(countedWords(60));
  }));

test('a reload in the middle loses and repeats no word', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(120), tokens: 120, delayMs: 30 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/w15/);
    await page.reload();
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/^w1 w2 .*w30/);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(120));
  }));

test('a socket that breaks in the middle loses and repeats no word', () =>
  visit(async (page) => {
    const sockets: { close: () => Promise<void> }[] = [];
    const asked: string[] = [];
    await page.routeWebSocket(/\/graphql/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        asked.push(String(message));
        server.send(message);
      });
      sockets.push({
        close: async () => Promise.all([socket.close({ code: 4999 }), server.close()]).then(() => undefined),
      });
    });
    await page.reload();
    await ask(page, script({ text: countedWords(150), tokens: 150, delayMs: 30 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/w10/);
    await sockets.at(-1)!.close();
    await expect.poll(() => sockets.length).toBeGreaterThan(1);
    await untilAnswered(page);
    expect(await lastText(page)).toBe(countedWords(150));
    const cursors = asked.flatMap((message) => /"after":(-?\d+)/.exec(message)?.[1] ?? []).map(Number);
    expect(cursors[0]).toBe(-1);
    expect(Math.max(...cursors)).toBeGreaterThan(5);
  }));

test('Esc stops; Continue writes on; both versions stay, and the address names the one that is shown', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(400), tokens: 400, delayMs: 30 }));
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toMatch(/w8/);
    await page.keyboard.press('Escape');
    await page.getByRole('note').getByText('You stopped this answer.').waitFor();
    const stopped = await lastText(page);
    expect(countedWords(400).startsWith(stopped)).toBe(true);

    await page.getByRole('note').getByRole('button', { name: 'Continue' }).click();
    await page.getByText('2/2').waitFor();
    await untilAnswered(page);
    expect((await lastText(page)).startsWith(stopped)).toBe(true);
    await page.getByRole('button', { name: 'Previous version' }).click();
    await page.getByText('1/2').waitFor();
    expect(await lastText(page)).toBe(stopped);
    expect(new URL(page.url()).searchParams.get('leaf')).not.toBeNull();
    await page.reload();
    await page.getByText('1/2').waitFor();
    await page.getByRole('button', { name: 'Next version' }).click();
    await page.getByText('2/2').waitFor();
  }));

test('editing a question and answering again make versions beside the old ones', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'the first answer' }));
    await untilAnswered(page);
    await ask(page, script({ text: 'the second answer' }));
    await untilAnswered(page);
    expect(await answers(page).count()).toBe(2);

    await questions(page).first().getByRole('button', { name: 'Edit message' }).click();
    await page.getByRole('textbox', { name: 'Edit message' }).fill(script({ text: 'the edited answer' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => lastText(page), { timeout: 10_000 }).toBe('the edited answer');
    expect(await answers(page).count()).toBe(1);
    await questions(page).first().getByText('2/2').waitFor();

    await untilAnswered(page);
    await page.getByRole('button', { name: 'Try another model' }).click();
    await page.getByRole('option', { name: 'slow' }).click();
    await answers(page).first().getByText('2/2').waitFor();
    await untilAnswered(page);
    await answers(page)
      .first()
      .getByText(/^slow ·/)
      .waitFor();

    await questions(page).first().getByRole('button', { name: 'Previous version' }).click();
    await expect.poll(() => answers(page).count()).toBe(2);
    expect(await lastText(page)).toBe('the second answer');
  }));

test('an answer that fails keeps its text, says why, and can be tried again', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(20), tokens: 20, failAfter: 7, errorCode: 'PROVIDER_RATE_LIMITED' }));
    await page.getByRole('note').getByText('Rate limit reached').waitFor();
    expect((await lastText(page)).trim()).toBe(countedWords(7));
    await page.reload();
    await page.getByRole('note').getByText('Rate limit reached').waitFor();
    await page.getByRole('note').getByRole('button', { name: 'Retry' }).click();
    await page.getByText('2/2').waitFor();
  }));

test('a question whose acknowledgement is lost is still there, and sending it again doubles nothing', () =>
  visit(async (page) => {
    let isLost = false;
    await page.route('**/graphql', async (route) => {
      if (isLost || !route.request().postData()?.includes('sendMessage')) return route.continue();
      isLost = true;
      await answerTo(route);
      return route.abort();
    });
    const question = script({ text: 'only once' });
    // It may be back in the composer before anybody has seen it above.
    await composer(page).fill(question);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Your message was not sent').waitFor();
    expect(await composer(page).inputValue()).toBe(question);
    await page.getByRole('button', { name: 'Send again' }).click();
    await untilAnswered(page);
    expect(await lastText(page)).toBe('only once');
    expect(await storedTexts(page)).toEqual([question, 'only once']);
    expect(await composer(page).inputValue()).toBe('');
  }));

test('what is typed while an answer is written waits, can be changed, and is sent after it', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(40), tokens: 40, delayMs: 100 }));
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await composer(page).fill('dropped');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove from queue' }).click();
    await composer(page).fill(script({ text: 'the next answer' }));
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Queued messages' }).waitFor();
    await expect.poll(() => answers(page).count(), { timeout: 15_000 }).toBe(2);
    await untilAnswered(page);
    expect(await lastText(page)).toBe('the next answer');
    expect(await storedTexts(page)).toHaveLength(4);
  }));

test('a double click on Send sends once and stops nothing; Stop keeps what is queued until it is sent by hand', () =>
  visit(async (page) => {
    await composer(page).fill(script({ text: countedWords(200), tokens: 200, delayMs: 50 }));
    await page.getByRole('button', { name: 'Send', exact: true }).dblclick();
    await expect.poll(() => lastText(page)).toMatch(/w8/);
    await composer(page).fill(script({ text: 'the next answer' }));
    await page.getByRole('button', { name: 'Send when the answer is complete' }).dblclick();
    const queued = page.getByRole('list', { name: 'Queued messages' });
    await queued.waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('note').getByText('You stopped this answer.').waitFor();
    for (const name of ['Continue', 'Regenerate']) expect(await page.getByRole('button', { name }).count()).toBe(1);
    await queued.getByRole('button', { name: 'Send now' }).click();
    await expect.poll(() => lastText(page)).toBe('the next answer');
    await untilAnswered(page);
    expect(await storedTexts(page)).toHaveLength(4);
  }));

test('a double click on Regenerate makes one version', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'again and again' }));
    await untilAnswered(page);
    await page.getByRole('button', { name: 'Regenerate' }).dblclick();
    await page.getByText('2/2').waitFor();
    await untilAnswered(page);
    await page.reload();
    await page.getByText('2/2').waitFor();
  }));

test('what waits for an answer is still waiting after a reload, and is sent once', () =>
  visit(async (page) => {
    await ask(page, script({ text: countedWords(40), tokens: 40, delayMs: 100 }));
    await page.waitForURL(/\/c\//);
    for (const text of ['the second answer', 'the third answer']) {
      await composer(page).fill(script({ text }));
      await page.keyboard.press('Enter');
    }
    await page.reload();
    const waiting = page.getByRole('list', { name: 'Queued messages' }).getByRole('listitem');
    await waiting.nth(1).waitFor();
    await expect.poll(() => lastText(page), { timeout: 15_000 }).toBe('the third answer');
    await untilAnswered(page);
    expect(await storedTexts(page)).toHaveLength(6);
    expect(await composer(page).inputValue()).toBe('');
  }));

test('what waits when the session ends is there for the same person after signing in', () =>
  visit(async (page) => {
    const { viewer } = await graphqlAs<{ viewer: { email: string } }>(page, '{ viewer { email } }');
    await ask(page, script({ text: countedWords(30), tokens: 30, delayMs: 100 }));
    await page.waitForURL(/\/c\//);
    await composer(page).fill('a question that waits');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Queued messages' }).waitFor();
    await page.context().clearCookies();
    await page.waitForURL(/sign-in/, { timeout: 20_000 });
    const keys = await page.evaluate(() => Object.keys(localStorage));
    expect(keys.filter((key) => key.includes('::'))).toEqual([]);
    await signIn(page, viewer.email);
    await page.waitForURL(/\/c\//);
    await expect.poll(() => composer(page).inputValue()).toBe('a question that waits');
  }));

test('a draft that another tab has sent does not stand in the way of what is typed here', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'the first answer' }));
    await untilAnswered(page);
    await composer(page).fill('from the first tab');
    await page.waitForTimeout(500);
    const twin = await page.context().newPage();
    await twin.goto(page.url());
    await expect.poll(() => composer(twin).inputValue()).toBe('from the first tab');
    await ask(page, 'from the first tab, and longer');
    await untilAnswered(page);
    for (const text of ['from the first tab', 'from the second tab']) {
      await composer(twin).fill(text);
      await composer(twin).press('Enter');
      await expect.poll(() => storedTexts(twin), { timeout: 10_000 }).toContain(text);
      await untilAnswered(twin);
      expect(await twin.getByText('Your message was not sent').count()).toBe(0);
    }
  }));

test('files on their way: a reload asks first, and leaving the conversation says what was not attached', () =>
  visit(async (page) => {
    await page.route('**/api/documents', () => undefined);
    await page.getByLabel('Files to attach').setInputFiles(textFile('plan.txt', 'a plan'));
    await page.getByRole('list', { name: 'Attached files' }).getByText('plan.txt').waitFor();
    // Browsers ask only where somebody has done something.
    await composer(page).click();
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => location.reload()));
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await page.getByRole('link', { name: 'Documents' }).first().click();
    await page.getByText('plan.txt was not attached').first().waitFor();
  }));

test('what is typed before a new conversation has its address stays', () =>
  visit(async (page) => {
    const typed = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      const response = await answerTo(route);
      if (route.request().postData()?.includes('sendMessage')) await typed.promise;
      await route.fulfill({ response });
    });
    const addressBefore = page.url();
    await ask(page, script({ text: 'yes' }));
    await composer(page).fill('typed meanwhile');
    typed.resolve();
    await expect.poll(() => page.url()).not.toBe(addressBefore);
    await untilAnswered(page);
    expect(await composer(page).inputValue()).toBe('typed meanwhile');
  }));

test('a draft survives a reload; keys of the composer do what they say', () =>
  visit(async (page) => {
    await composer(page).fill('half a thought');
    await page.reload();
    await expect.poll(() => composer(page).inputValue()).toBe('half a thought');
    await expect.poll(() => composer(page).evaluate((area) => area === document.activeElement)).toBe(true);

    await composer(page).press('Shift+Enter');
    expect(await composer(page).inputValue()).toBe('half a thought\n');
    await composer(page).evaluate((area) =>
      area.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      ),
    );
    expect(await questions(page).count()).toBe(0);

    await ask(page, script({ text: 'yes' }));
    await untilAnswered(page);
  }));

test('arrow-up brings the last question into view to be edited; a reload keeps the text, Esc goes back to the composer', () =>
  visit(async (page) => {
    const editor = page.getByRole('textbox', { name: 'Edit message' });
    await ask(page, script({ text: countedWords(2_000) }));
    await untilAnswered(page);
    await page.getByRole('button', { name: 'Jump to latest' }).click();
    await composer(page).press('ArrowUp');
    await expect.poll(() => editor.evaluate((area) => area === document.activeElement)).toBe(true);
    const [place, end] = await Promise.all([editor.boundingBox(), composer(page).boundingBox()]);
    expect(place!.y).toBeGreaterThan(0);
    expect(place!.y + place!.height).toBeLessThan(end!.y);
    await page.keyboard.type(' and more');
    await page.reload();
    await expect.poll(() => editor.inputValue()).toMatch(/ and more$/);
    await editor.press('Escape');
    await composer(page).press('ArrowUp');
    expect(await editor.inputValue()).not.toMatch(/ and more$/);
    await page.keyboard.press('Escape');
    await editor.waitFor({ state: 'detached' });
    await expect.poll(() => composer(page).evaluate((area) => area === document.activeElement)).toBe(true);
  }));

test('the details of an answer account for it', () =>
  visit(async (page) => {
    await page.getByRole('button', { name: /^Parameters and system prompt/ }).click();
    await page.getByLabel('Temperature').fill('3');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('from 0 to 2').waitFor();
    await page.getByLabel('Temperature').fill('0.4');
    await page.getByRole('textbox', { name: 'System prompt' }).fill('Answer like a sailor.');
    await page.getByRole('button', { name: 'Apply' }).click();
    await ask(page, script({ text: 'ahoy', reasoning: 'hm' }));
    await untilAnswered(page);
    await page.getByRole('button', { name: 'Details' }).click();
    const drawer = page.getByRole('dialog', { name: 'Details of this answer' });
    await drawer.getByText('scripted:echo').waitFor();
    const text = await drawer.innerText();
    for (const part of ['Complete', '0.4', 'Answer like a sailor.', 'Time to first token', '$0', 'Messages sent'])
      expect(text).toContain(part);
  }));

test('an opinion is kept, explained and taken back', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'well' }));
    await untilAnswered(page);
    await page.getByRole('button', { name: 'Bad response' }).click();
    await page.getByRole('button', { name: 'Incomplete' }).click();
    await page.getByRole('textbox', { name: 'Anything else' }).fill('Too short.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.reload();
    const thumb = page.getByRole('button', { name: 'Bad response', pressed: true });
    await thumb.click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Anything else' }).inputValue()).toBe('Too short.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Bad response', pressed: false }).waitFor();
  }));

test('deleting a message asks first and takes what is below it along', () =>
  visit(async (page) => {
    await ask(page, script({ text: 'one' }));
    await untilAnswered(page);
    await ask(page, script({ text: 'two' }));
    await untilAnswered(page);
    await questions(page).last().getByRole('button', { name: 'Delete message' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await answers(page).count()).toBe(2);
    await questions(page).last().getByRole('button', { name: 'Delete message' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => answers(page).count()).toBe(1);
    expect(await lastText(page)).toBe('one');
  }));
