import { defineConfig } from 'vitest/config';

// What a person does in a real browser, against the built app. Build first: `pnpm build`.
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Long enough for a slow machine; nothing waits longer than it must.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['e2e/support/global-setup.ts'],
    // Each file starts a server and a browser of its own.
    maxWorkers: 2,
  },
});
