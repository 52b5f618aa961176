import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { newPerson, type Preferences } from './people.ts';

/** A way to visit the server that all files share. */
export function visitsWith(preferences?: Preferences) {
  /** Lets somebody new do something; the page must have had no fault by the end. */
  return async (visit: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
    const { page, faults } = await newPerson(inject('serverUrl'), { preferences, ...options });
    await visit(page);
    expect(faults).toEqual([]);
    await page.context().close();
  };
}
