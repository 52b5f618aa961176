import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { newVisitor, startBrowser } from './browser.ts';
import { signUp } from './people.ts';
import { type RunningServer, startServer } from './server.ts';

/** Starts a server and a browser for the tests of a file; gives a way to visit it as somebody new. */
export function setUpVisits() {
  let server: RunningServer;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer({ RATE_LIMIT_MULTIPLIER: '1000', SCRIPTED_MODELS: '1' }),
      startBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Signs somebody up and lets them do something; the page must have had no fault by the end. */
  return async (
    visit: (page: Page, server: RunningServer) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> => {
    const { page, faults } = await newVisitor(browser, server.url, options);
    await signUp(page, `person${++people}@example.org`);
    await visit(page, server);
    expect(faults).toEqual([]);
    await page.context().close();
  };
}
