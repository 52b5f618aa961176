import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that wait longest come first, or the others would wait for them at the end. */
const slowest = ['network', 'proxies', 'conversation', 'conversation-durable', 'conversation-reading', 'shell'];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slowest.toReversed().indexOf(basename(moduleId, '.e2e.ts'));
    return (await super.sort(files)).toSorted((a, b) => place(b) - place(a));
  }
}

// What a person does in a real browser, against the built app. Build first: `pnpm build`.
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Long enough for a slow machine; nothing waits longer than it must.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['e2e/support/global-setup.ts'],
    setupFiles: ['e2e/support/close-pages.ts'],
    // The connection to the browser is opened once a worker.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // One more than the cores there are: much of a test is waiting.
    maxWorkers: 3,
  },
});
