import type { Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { ask, countedWords, lastText, questions, script, storedTexts, untilAnswered } from './support/conversation.ts';
import { hurry } from './support/hurry.ts';
import { type Manners, MiddleProxy } from './support/middle-proxy.ts';
import { createSessions, echo, graphqlAs, newPerson } from './support/people.ts';

const serverUrl = inject('serverUrl');
let proxy: MiddleProxy | undefined;

afterEach(() => proxy?.close());

/** Somebody new, who reaches the server by way of a proxy. */
async function visitBehind(manners: Manners): Promise<Page> {
  proxy = await MiddleProxy.start(serverUrl, manners);
  return (await newPerson(serverUrl, { preferences: echo, way: proxy.url, prepare: hurry })).page;
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

const transportOf = (page: Page) => page.evaluate(() => sessionStorage.getItem('parley:live-transport'));

test.each<[string, Manners, string | null]>([
  ['refuses sockets', { sockets: 'refuse', streams: 'pass' }, 'stream'],
  ['refuses sockets and cuts streams', { sockets: 'refuse', streams: 'pass', cutAfterMs: 900 }, 'stream'],
  ['lets sockets wait and is slow', { sockets: 'hang', streams: 'pass', delayMs: 300 }, 'stream'],
  [
    'opens sockets, swallows what they say and holds streams back',
    { sockets: 'swallow', streams: 'buffer' },
    'polling',
  ],
  ['cuts sockets', { sockets: 'pass', streams: 'pass', cutAfterMs: 900 }, null],
])('behind a proxy that %s, answers and what else happens are seen', async (_name, manners, transport) => {
  const page = await visitBehind(manners);
  await askInWords(page, 40);
  await expectWhole(page, 40);
  if (transport !== null) await expect.poll(() => transportOf(page), { timeout: 30_000 }).not.toBe(null);
  await page.reload();
  await askInWords(page, 80);
  await expectWhole(page, 80);
  expect(await questions(page).count()).toBe(2);
  await expect.poll(() => transportOf(page), { timeout: 30_000 }).toBe(transport);

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
  await ask(page, script({ text: countedWords(250), tokens: 250, delayMs: 40 }));
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
  await Promise.all([page, ...tabs].map((tab) => expectWhole(tab, 250)));
  await page.context().close();
});
