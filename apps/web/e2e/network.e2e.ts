import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { FaultProxy } from '../../api/test/support/fault-proxy.ts';
import { newVisitor } from './support/browser.ts';
import {
  answers,
  ask,
  composer,
  countedWords,
  lastText,
  questions,
  script,
  storedTexts,
  untilAnswered,
} from './support/conversation.ts';
import { hurry } from './support/hurry.ts';
import { echo, graphqlAs, newPerson } from './support/people.ts';

const serverUrl = inject('serverUrl');
let proxy: FaultProxy;

beforeAll(async () => {
  proxy = await FaultProxy.start(serverUrl);
});
afterEach(() => proxy.heal());
afterAll(async () => {
  await proxy?.close();
});

/** Somebody new, whose browser reaches the server by way of the proxy. */
async function visit(): Promise<Page> {
  const way = proxy.through(serverUrl);
  return (await newPerson(serverUrl, { preferences: echo, way, prepare: hurry })).page;
}

/** Somebody new with one answer. */
async function visitAnswered(): Promise<Page> {
  const page = await visit();
  await ask(page, script({ text: 'the first answer' }));
  await untilAnswered(page);
  return page;
}

const slowly = (words: number): string => script({ text: countedWords(words), tokens: words, delayMs: 40 });

/** Asks for an answer and waits until some of it is there. */
async function askAndWatch(page: Page, words: number): Promise<void> {
  await ask(page, slowly(words));
  await expect.poll(() => lastText(page)).toMatch(/w10/);
}

/** The whole answer is there, once and in order, and the server has the same. */
async function expectWhole(page: Page, words: number): Promise<void> {
  await untilAnswered(page);
  expect(await lastText(page)).toBe(countedWords(words));
  expect((await storedTexts(page)).at(-1)).toBe(countedWords(words));
}

/** The tab dies as it is; the network is well again when another one shows the same conversation. */
async function crashAndOpen(page: Page): Promise<Page> {
  const address = page.url();
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await proxy.heal();
  const again = await page.context().newPage();
  await again.goto(address);
  return again;
}

test('a network that is cut and comes back loses and repeats no word', async () => {
  const page = await visit();
  await askAndWatch(page, 100);
  await proxy.refuse();
  await page.waitForTimeout(1_000);
  await proxy.heal();
  await expectWhole(page, 100);
  expect(await questions(page).count()).toBe(1);
  await page.context().close();
});

test('connections that are cut again and again lose and repeat no word', async () => {
  const page = await visit();
  await askAndWatch(page, 150);
  for (let cuts = 0; cuts < 5; cuts++) {
    const before = await lastText(page);
    proxy.cut();
    await expect.poll(() => lastText(page)).not.toBe(before);
  }
  await expectWhole(page, 150);
  await page.context().close();
});

test('a connection that looks open and is dead is noticed, and the answer is complete', async () => {
  const page = await visit();
  await askAndWatch(page, 100);
  const lost = proxy.whenLost();
  proxy.halfOpen('toClient');
  await lost;
  // New connections work; the old one will never say anything again.
  await proxy.heal();
  await expectWhole(page, 100);
  await page.context().close();
});

test('a network in which packets vanish is tried anew, and soon found well again', async () => {
  const page = await visit();
  await askAndWatch(page, 80);
  proxy.blackHole();
  proxy.cut();
  const banner = page.getByText('Connection lost.');
  await banner.waitFor();
  await page.waitForTimeout(1_000);
  await proxy.heal();
  await banner.waitFor({ state: 'hidden', timeout: 15_000 });
  await expectWhole(page, 80);
  await page.context().close();
});

test('a laptop that sleeps while the server goes on wakes up to the whole answer', async () => {
  const page = await visit();
  await askAndWatch(page, 60);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await proxy.refuse();
  await page.waitForTimeout(3_000);
  await proxy.heal();
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await expectWhole(page, 60);
  await page.context().close();
});

test('a tab that is duplicated in the middle shows the same answer', async () => {
  const page = await visit();
  await askAndWatch(page, 60);
  const [twin] = await Promise.all([
    page.context().waitForEvent('page'),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await expect.poll(() => lastText(twin)).toMatch(/^w1 w2 /);
  await expectWhole(twin, 60);
  await expectWhole(page, 60);
  await page.context().close();
});

test('a message that waits for an answer goes out once, whatever the network does meanwhile', async () => {
  const page = await visit();
  await askAndWatch(page, 60);
  await composer(page).fill(script({ text: 'the next answer' }));
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Queued messages' }).waitFor();
  proxy.cut();
  await expect.poll(() => answers(page).count()).toBe(2);
  proxy.cut();
  await untilAnswered(page);
  await expect.poll(() => lastText(page)).toBe('the next answer');
  expect(await storedTexts(page)).toHaveLength(4);
  await page.context().close();
});

test('a question that is sent while the network is away stays in the composer, and goes out once', async () => {
  const page = await visitAnswered();
  await proxy.refuse();
  const question = script({ text: 'the second answer' });
  await composer(page).fill(question);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => composer(page).inputValue()).toBe(question);
  await proxy.heal();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => lastText(page)).toBe('the second answer');
  await untilAnswered(page);
  expect(await storedTexts(page)).toEqual([expect.any(String), 'the first answer', question, 'the second answer']);
  await page.context().close();
});

test(
  'a question that vanishes on the way is given back after a while, and goes out once',
  { timeout: 90_000 },
  async () => {
    const page = await visitAnswered();
    proxy.blackHole();
    const question = script({ text: 'the second answer' });
    await composer(page).fill(question);
    await page.keyboard.press('Enter');
    await page.getByText('Your message was not sent').waitFor({ timeout: 40_000 });
    expect(await composer(page).inputValue()).toBe(question);
    await proxy.heal();
    await page.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => lastText(page)).toBe('the second answer');
    await untilAnswered(page);
    expect(await storedTexts(page)).toHaveLength(4);
    await page.context().close();
  },
);

test('a question whose tab crashes on the way is there again, and goes out once', async () => {
  const page = await visitAnswered();
  proxy.blackHole();
  const question = script({ text: 'the second answer' });
  await composer(page).fill(question);
  await page.keyboard.press('Enter');
  await questions(page).nth(1).waitFor();
  const again = await crashAndOpen(page);
  await expect.poll(() => composer(again).inputValue()).toBe(question);
  await again.keyboard.press('Enter');
  await expect.poll(() => lastText(again)).toBe('the second answer');
  await untilAnswered(again);
  expect(await storedTexts(again)).toHaveLength(4);
  await again.reload();
  await questions(again).nth(1).waitFor();
  expect(await composer(again).inputValue()).toBe('');
  await again.context().close();
});

test('a question that arrived, and whose tab crashed before it was told so, is not asked for again', async () => {
  const page = await visitAnswered();
  proxy.halfOpen('toClient');
  const lost = proxy.whenLost();
  await composer(page).fill(script({ text: 'the second answer' }));
  await page.keyboard.press('Enter');
  await lost;
  const again = await crashAndOpen(page);
  await expect.poll(() => lastText(again)).toBe('the second answer');
  await untilAnswered(again);
  expect(await composer(again).inputValue()).toBe('');
  expect(await storedTexts(again)).toHaveLength(4);
  await again.context().close();
});

test('Stop before the server has taken the question is heard, and done when it has', async () => {
  const page = await visitAnswered();
  proxy.delay(600);
  await composer(page).fill(slowly(300));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stopping' }).waitFor();
  await answers(page).nth(1).getByRole('button', { name: 'Continue' }).first().waitFor();
  expect((await storedTexts(page)).at(-1)).not.toContain('w100');
  await page.context().close();
});

/** The same conversation on another device of the same person, by a way of its own. */
async function twinOf(page: Page): Promise<Page> {
  const { page: twin } = await newVisitor(serverUrl, { storageState: await page.context().storageState() });
  await twin.goto(new URL(page.url()).pathname);
  await questions(twin).first().waitFor();
  return twin;
}

test('what another device asked while this one was offline is there when it is back, and followed', async () => {
  const page = await visitAnswered();
  const other = await twinOf(page);
  await proxy.refuse();
  await composer(page).fill('typed while offline');
  await ask(other, script({ text: 'from the other device' }));
  await untilAnswered(other);
  await proxy.heal();
  await expect.poll(() => lastText(page)).toBe('from the other device');
  expect(await composer(page).inputValue()).toBe('typed while offline');
  await ask(page, script({ text: 'the third answer' }));
  await untilAnswered(page);
  expect((await storedTexts(page)).filter((_, index) => index % 2 === 1)).toEqual([
    'the first answer',
    'from the other device',
    'the third answer',
  ]);
  await expect.poll(() => lastText(other)).toBe('the third answer');
  await Promise.all([page.context().close(), other.context().close()]);
});

test('a question that is sent before the news of another one arrive goes below it', async () => {
  const page = await visitAnswered();
  const other = await twinOf(page);
  await page.route('**/graphql', (route) => {
    const isReading = route.request().postData()?.includes('query Conversation') ?? false;
    return isReading ? route.abort() : route.continue();
  });
  await ask(other, script({ text: 'from the other device' }));
  await untilAnswered(other);
  await page.unroute('**/graphql');
  await ask(page, script({ text: 'the third answer' }));
  await expect.poll(() => lastText(page)).toBe('the third answer');
  expect(await questions(page).count()).toBe(3);
  expect(await storedTexts(page)).toHaveLength(6);
  await Promise.all([page.context().close(), other.context().close()]);
});

test('answers that are complete at once show in another tab as well', async () => {
  const page = await visit();
  await ask(page, 'number 0');
  await untilAnswered(page);
  const other = await twinOf(page);
  for (let count = 1; count <= 4; count++) {
    await ask(page, `number ${count}`);
    await untilAnswered(page);
    await expect.poll(() => questions(other).count()).toBe(count + 1);
  }
  await Promise.all([page.context().close(), other.context().close()]);
});

test('what is deleted elsewhere leaves the screen, and what was typed stays', async () => {
  const page = await visitAnswered();
  await ask(page, slowly(200));
  const other = await twinOf(page);
  await expect.poll(() => lastText(other)).toMatch(/w10/);
  await page.keyboard.press('Escape');
  await untilAnswered(page);
  await page.getByRole('button', { name: 'Delete message' }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => questions(other).count()).toBe(1);
  await ask(page, slowly(200));
  await expect.poll(() => lastText(other)).toMatch(/w10/);
  await composer(other).fill('typed elsewhere');
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await graphqlAs(page, 'mutation Delete($id: ID!) { deleteSession(id: $id) }', { id });
  await other.getByText('This chat was deleted').waitFor();
  expect(await other.getByText('You stopped this answer').count()).toBe(0);
  expect(await composer(other).inputValue()).toBe('typed elsewhere');
  await Promise.all([page.context().close(), other.context().close()]);
});

test('what was opened while the network was away is loaded by itself when it is back', async () => {
  const page = await visitAnswered();
  const address = new URL(page.url()).pathname;
  await page.goto('/documents');
  await page.getByRole('heading', { name: 'Documents' }).first().waitFor();
  // The chunks of the page are known; the socket stays open, as it does when a network is away for a moment.
  await page.context().setOffline(true);
  await page.locator(`a[href="${address}"]`).first().click();
  await page.getByText('Could not load the chat', { exact: true }).waitFor();
  await page.context().setOffline(false);
  await expect.poll(() => lastText(page)).toBe('the first answer');
  await page.context().close();
});

test('a page that is opened while the server is away is filled when it is there', async () => {
  const page = await visitAnswered();
  await page.route('**/graphql', (route) => route.abort());
  await page.reload();
  await page.getByText('Could not load the chat', { exact: true }).waitFor();
  await page.unroute('**/graphql');
  await expect.poll(() => lastText(page)).toBe('the first answer');
  await page.getByRole('button', { name: /@example.org/ }).waitFor();
  await page.context().close();
});
