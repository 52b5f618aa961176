import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newVisitor, startBrowser } from './support/browser.ts';
import {
  ask,
  chooseModel,
  countedWords,
  lastText,
  questions,
  script,
  storedTexts,
  untilAnswered,
} from './support/conversation.ts';
import { type Manners, MiddleProxy } from './support/middle-proxy.ts';
import { createSessions, graphqlAs, signUp } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

let server: RunningServer;
let browser: Browser;
let proxy: MiddleProxy | undefined;
let people = 0;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ RATE_LIMIT_MULTIPLIER: '1000' }), startBrowser()]);
});
afterEach(() => proxy?.close());
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Somebody new, who reaches the server by way of a proxy. */
async function visitBehind(manners: Manners): Promise<Page> {
  proxy = await MiddleProxy.start(server.url, manners);
  const { page } = await newVisitor(browser, proxy.url);
  await signUp(page, `person${++people}@example.com`);
  await chooseModel(page, 'echo');
  return page;
}

async function askInWords(page: Page, words: number): Promise<void> {
  await ask(page, script({ text: countedWords(words), tokens: words, delayMs: 40 }));
  // It comes while it is written, not at its end.
  await expect.poll(() => lastText(page)).toMatch(/w3/);
  expect(await page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(1);
}

async function expectWhole(page: Page, words: number): Promise<void> {
  await untilAnswered(page);
  expect(await lastText(page)).toBe(countedWords(words));
  expect((await storedTexts(page)).at(-1)).toBe(countedWords(words));
  expect(await page.getByText('Connection lost.').count()).toBe(0);
}

const routeOf = (page: Page) => page.evaluate(() => sessionStorage.getItem('parley:live-route'));

test.each<[string, Manners, string | null]>([
  ['refuses sockets', { sockets: 'refuse', streams: 'pass' }, 'stream'],
  ['refuses sockets and cuts streams', { sockets: 'refuse', streams: 'pass', cutAfterMs: 900 }, 'stream'],
  ['lets sockets wait and is slow', { sockets: 'hang', streams: 'pass', delayMs: 300 }, 'stream'],
  [
    'opens sockets, swallows what they say and holds streams back',
    { sockets: 'swallow', streams: 'buffer' },
    'reading',
  ],
  ['cuts sockets', { sockets: 'pass', streams: 'pass', cutAfterMs: 900 }, null],
])('behind a proxy that %s, answers and what else happens are seen', async (_name, manners, route) => {
  const page = await visitBehind(manners);
  await askInWords(page, 60);
  await expectWhole(page, 60);
  if (route !== null) await expect.poll(() => routeOf(page), { timeout: 30_000 }).not.toBe(null);
  await page.reload();
  await askInWords(page, 250);
  await expectWhole(page, 250);
  expect(await questions(page).count()).toBe(2);
  await expect.poll(() => routeOf(page), { timeout: 30_000 }).toBe(route);

  // What happens elsewhere is seen as well.
  await createSessions(page, ['Made elsewhere']);
  await page.getByRole('link', { name: 'Made elsewhere' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await graphqlAs(page, 'mutation Delete($id: ID!) { deleteSession(id: $id) }', { id });
  await page.getByText('This chat was deleted').waitFor();
  await page.context().close();
});

test('many tabs behind a proxy that refuses sockets leave each other connections', async () => {
  const page = await visitBehind({ sockets: 'refuse', streams: 'pass' });
  await ask(page, script({ text: countedWords(400), tokens: 400, delayMs: 40 }));
  await page.waitForURL('**/c/*');
  const tabs = await Promise.all(
    Array.from({ length: 7 }, async () => {
      const tab = await page.context().newPage();
      await tab.goto(page.url());
      return tab;
    }),
  );
  for (const tab of tabs) await expect.poll(() => lastText(tab)).toMatch(/w20/);
  await graphqlAs(page, '{ viewer { id } }');
  await Promise.all([page, ...tabs].map((tab) => expectWhole(tab, 400)));
  await page.context().close();
});
