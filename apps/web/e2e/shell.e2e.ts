import { expect, inject, onTestFinished, test } from 'vitest';
import { seriousProblems, seriousProblemsInThemes } from './support/axe.ts';
import { newVisitor, phone } from './support/browser.ts';
import { createSessions, newPerson, signUp } from './support/people.ts';
import { startServer } from './support/server.ts';

const serverUrl = inject('serverUrl');

test('axe finds nothing serious in either theme, whatever is open', { timeout: 120_000 }, async () => {
  const { page, faults } = await newVisitor(serverUrl, { reducedMotion: 'reduce' });
  await page.goto('/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('This field is required.').first().waitFor();
  expect(await seriousProblemsInThemes(page), 'sign-up with problems').toEqual([]);

  await signUp(page, 'axe@example.org');
  expect(await seriousProblemsInThemes(page), 'start page').toEqual([]);
  await createSessions(page, ['First', 'Second', 'Third']);
  await page.getByRole('button', { name: 'Actions for First' }).click();
  await page.getByRole('menuitem', { name: 'Pin' }).waitFor();
  expect(await seriousProblemsInThemes(page), 'menu of a conversation').toEqual([]);
  await page.getByRole('menuitem', { name: 'Select' }).click();
  await page.getByText('1 selected').waitFor();
  expect(await seriousProblemsInThemes(page), 'selecting').toEqual([]);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: 'Third' }).waitFor();
  expect(await seriousProblemsInThemes(page), 'palette').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog').waitFor();
  expect(await seriousProblemsInThemes(page), 'list of shortcuts').toEqual([]);

  await page.goto('/settings');
  await page.getByLabel('Temperature').fill('9');
  await page.getByText('from 0 to 2').waitFor();
  expect(await seriousProblemsInThemes(page), 'settings with a problem').toEqual([]);
  await page.goto('/no/such/page');
  await page.getByText('Page not found').waitFor();
  expect(await seriousProblemsInThemes(page), 'not found').toEqual([]);
  expect(faults).toEqual([]);
});

test('on a phone the sidebar is a drawer that leaves when a conversation is chosen, and nothing overflows', async () => {
  const { page, faults } = await newPerson(serverUrl, phone);
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
  [
    'a wide and in a small window',
    {},
    [
      { width: 1440, height: 900 },
      { width: 1024, height: 768 },
    ],
  ],
  ['a phone', phone, [phone.viewport!]],
])('in %s no page moves as a whole: only its own part scrolls', async (_name, options, sizes) => {
  const { page, faults } = await newPerson(serverUrl, options);
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
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expect.poll(excess, { message: `${path} at ${size.width}` }).toEqual([]);
    }
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
  const { page } = await newPerson(serverUrl);
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test('when the server dies and comes back, the list is live again without a reload', { timeout: 120_000 }, async () => {
  const server = await startServer();
  onTestFinished(server.stop);
  const { page } = await newPerson(server.url);
  await createSessions(page, ['Before']);
  await page.getByRole('link', { name: 'Before', exact: true }).waitFor();
  await server.restart();
  await createSessions(page, ['After']);
  await page.getByRole('link', { name: 'After', exact: true }).waitFor({ timeout: 30_000 });
});

test('until the app is loaded, the page shows that it is loading', async () => {
  const { page, faults } = await newVisitor(serverUrl);
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
