import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { newVisitor, phone, type Visitor } from './support/browser.ts';
import { composer, script } from './support/conversation.ts';
import { newPerson, signIn } from './support/people.ts';

const serverUrl = inject('serverUrl');
const email = inject('adminEmail');
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  visitor = await newVisitor(serverUrl);
  page = visitor.page;
  await page.goto('/sign-in?next=/settings');
  await signIn(page, email);
  await page.waitForURL('**/settings');
});

const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));

test('a parameter out of range is refused with its range, beside the field', async () => {
  await page.getByLabel('Temperature').fill('3');
  await page.getByText('Temperature must be a number from 0 to 2').waitFor();
});

test('what is changed is saved without a button, also when the page is left in the middle of typing', async () => {
  await page.getByLabel('Temperature').fill('0.7');
  await page.getByLabel('System prompt').fill('Answer like a careful librarian.');
  await page.getByLabel('Model').click();
  await page.getByRole('option', { name: /built-in assistant/ }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.getByLabel('Top-k').fill('7');
  // A link inside the app: the pause after typing is not over.
  await page.getByRole('link', { name: 'Documents', exact: true }).click();
  await page.waitForURL('**/documents');
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  await page.goto('/settings');
  await expect.poll(() => page.getByLabel('Top-k').inputValue()).toBe('7');
  await expect.poll(() => page.getByLabel('Temperature').inputValue()).toBe('0.7');
  expect(await page.getByLabel('System prompt').inputValue()).toBe('Answer like a careful librarian.');
  expect(await page.getByLabel('Model').innerText()).toContain('built-in assistant');
});

test('a parameter is taken back to the default by emptying its field', async () => {
  await page.getByLabel('Temperature').fill('');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await page.getByLabel('System prompt').waitFor();
  expect(await page.getByLabel('Temperature').inputValue()).toBe('');
});

test('what the server did not get stays in the form, which says so, and is saved at the next try', async () => {
  await page.route('**/graphql', (route) => route.abort());
  await page.getByLabel('Top-p').fill('0.4');
  await page.getByText(/^Not saved/).waitFor();
  // A page that is still loading takes the focus from no menu that was opened meanwhile: else the menu would close.
  const { promise: held, resolve: letThrough } = Promise.withResolvers<void>();
  await page.route('**/assets/ChatPage-*.js', (route) => held.then(() => route.continue()));
  await page.getByRole('link', { name: 'New chat' }).click();
  await page.getByRole('button', { name: /Ada Lovelace/ }).click();
  const settings = page.getByRole('menuitem', { name: 'Settings' });
  await settings.waitFor();
  letThrough();
  await composer(page).waitFor();
  await settings.click();
  expect(await page.getByLabel('Top-p').inputValue()).toBe('0.4');
  await page.unroute('**/graphql');
  await page.getByLabel('Top-p').fill('0.5');
  await page.getByText('Saved', { exact: true }).waitFor();
});

test('the theme holds at once, before the first paint after a reload, and on another device', async () => {
  expect(await isDark()).toBe(false);
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(isDark).toBe(true);
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('body', { state: 'attached' });
  expect(await isDark()).toBe(true);

  const elsewhere = await newVisitor(serverUrl);
  await elsewhere.page.goto('/sign-in');
  await signIn(elsewhere.page, email);
  await elsewhere.page.waitForURL((url) => url.pathname === '/');
  await elsewhere.page.waitForFunction(() => document.documentElement.classList.contains('dark'));
});

test('the account is shown, and nothing on the way failed', async () => {
  await page.getByText('Administrator', { exact: true }).waitFor();
  expect(visitor.faults).toEqual([]);
});

test('the language is changed in the settings, holds after a reload, and everything is read in it', async () => {
  const { page: german, faults, email: germanEmail } = await newPerson(serverUrl, { ...phone, locale: 'en-GB' });
  await german.goto('/settings');
  await german.getByLabel('Language').click();
  await german.getByRole('option', { name: 'Deutsch' }).click();
  await german.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  await expect.poll(() => german.evaluate(() => localStorage.getItem('parley:locale'))).toBe('de');
  await german.reload();
  expect(await german.evaluate(() => document.documentElement.lang)).toBe('de');
  await german.getByLabel('Temperatur').fill('3');
  await german.getByText('Temperatur muss eine Zahl von 0 bis 2 sein').waitFor();
  expect(await german.title()).toBe('Einstellungen · Parley');

  await german.goto('/');
  await german.getByRole('button', { name: /^Modell:/ }).click();
  await german.getByRole('option', { name: 'echo' }).click();
  await german.getByRole('button', { name: 'Modell: echo' }).waitFor();
  const message = german.getByRole('textbox', { name: 'Eigene Nachricht' });
  await message.fill(script({ text: 'eins zwei drei', failAfter: 2, errorCode: 'PROVIDER_TIMEOUT' }));
  await german.getByRole('button', { name: 'Senden' }).click();
  await german.getByText('Das Modell reagiert nicht mehr.').waitFor();
  await german.getByRole('button', { name: 'Fortsetzen' }).waitFor();
  const width = await german.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);

  // Another device of a browser in English: the account says which language.
  const { page: other } = await newVisitor(serverUrl);
  await other.goto('/sign-in');
  await signIn(other, germanEmail);
  await other.getByRole('link', { name: 'Neuer Chat' }).waitFor();
  await other.context().close();
  expect(faults).toEqual([]);

  // A browser in German needs no setting.
  const { page: visitor } = await newVisitor(serverUrl, { locale: 'de-AT' });
  await visitor.goto('/sign-in');
  await visitor.getByLabel('E-Mail').fill(germanEmail);
  await visitor.getByLabel('Passwort', { exact: true }).fill('falsch geraten');
  await visitor.getByRole('button', { name: 'Anmelden' }).click();
  await visitor.getByText('E-Mail oder Passwort ist falsch.').waitFor();
});
