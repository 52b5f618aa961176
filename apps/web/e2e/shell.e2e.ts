import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousProblems } from './support/axe.ts';
import { newVisitor, phone, startBrowser } from './support/browser.ts';
import { createSessions, signUp } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ RATE_LIMIT_MULTIPLIER: '1000' }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('axe finds nothing serious, whatever is open', async () => {
    const { page, faults } = await newVisitor(browser, server.url, { colorScheme, reducedMotion: 'reduce' });
    await page.goto('/sign-up');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('Enter your email address.').waitFor();
    expect(await seriousProblems(page), 'sign-up with problems').toEqual([]);

    await signUp(page, `axe-${colorScheme}@example.org`);
    expect(await seriousProblems(page), 'start page').toEqual([]);
    await createSessions(page, ['First', 'Second', 'Third']);
    await page.getByRole('button', { name: 'Actions for First' }).click();
    await page.getByRole('menuitem', { name: 'Pin' }).waitFor();
    expect(await seriousProblems(page), 'menu of a conversation').toEqual([]);
    await page.getByRole('menuitem', { name: 'Select' }).click();
    await page.getByText('1 selected').waitFor();
    expect(await seriousProblems(page), 'selecting').toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Third' }).waitFor();
    expect(await seriousProblems(page), 'palette').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+/');
    await page.getByRole('dialog').waitFor();
    expect(await seriousProblems(page), 'list of shortcuts').toEqual([]);

    await page.goto('/settings');
    await page.getByLabel('Temperature').fill('9');
    await page.getByText('from 0 to 2').waitFor();
    expect(await seriousProblems(page), 'settings with a problem').toEqual([]);
    await page.goto('/no/such/page');
    await page.getByText('Page not found').waitFor();
    expect(await seriousProblems(page), 'not found').toEqual([]);
    expect(faults).toEqual([]);
  });
});

test('on a phone the sidebar is a drawer that leaves when a conversation is chosen, and nothing overflows', async () => {
  const { page, faults } = await newVisitor(browser, server.url, phone);
  await signUp(page, 'phone@example.org');
  await createSessions(page, ['In the drawer']);
  await page.getByRole('button', { name: 'Show sidebar' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: 'In the drawer' }).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await drawer.getByRole('link', { name: 'In the drawer' }).click();
  await page.waitForURL('**/c/*');
  await drawer.waitFor({ state: 'detached' });

  for (const path of ['/', '/settings']) {
    await page.goto(path);
    await page.getByRole('button', { name: 'Show sidebar' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
});

test.each([
  ['a wide window', { viewport: { width: 1440, height: 900 } }],
  ['a small window', { viewport: { width: 1024, height: 768 } }],
  ['a phone', phone],
])('in %s no page moves as a whole: only its own part scrolls', async (name, options) => {
  const { page, faults } = await newVisitor(browser, server.url, options);
  await signUp(page, `still-${name.replaceAll(' ', '-')}@example.org`);
  const excess = () =>
    page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.scrollingElement!;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight].filter((pixels) => pixels > 0);
    });
  const paths = ['/', '/documents', '/search', '/viewer', '/settings', '/jobs', '/no/such/page'];
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await excess(), path).toEqual([]);
  }
  // All faces of the text, the headings and the code are there.
  for (const face of ['Inter', 'Source Serif 4', 'JetBrains Mono']) {
    const loaded = page.evaluate(
      (family) => document.fonts.load(`16px "${family} Variable"`).then((f) => f.length),
      face,
    );
    expect(await loaded, face).toBeGreaterThan(0);
  }
  expect(faults).toEqual([]);
});

test('without a network a banner says so, and it goes when the network is back', async () => {
  const { page } = await newVisitor(browser, server.url);
  await signUp(page, 'offline@example.org');
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test('when the server dies and comes back, the list is live again without a reload', async () => {
  const { page } = await newVisitor(browser, server.url);
  await signUp(page, 'restart@example.org');
  await createSessions(page, ['Before']);
  await page.getByRole('link', { name: 'Before', exact: true }).waitFor();
  await server.restart();
  await createSessions(page, ['After']);
  await page.getByRole('link', { name: 'After', exact: true }).waitFor({ timeout: 30_000 });
});

test('until the app is loaded, the page shows that it is loading', async () => {
  const { page, faults } = await newVisitor(browser, server.url);
  const { promise: held, resolve: letThrough } = Promise.withResolvers<void>();
  await page.route('**/assets/*', (route) => held.then(() => route.continue()));
  await page.goto('/sign-in', { waitUntil: 'commit' });
  await page.getByRole('status', { name: 'Loading Parley' }).waitFor();
  // It is painted, not only there.
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  letThrough();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('status', { name: 'Loading Parley' }).count()).toBe(0);
  expect(faults).toEqual([]);
});
