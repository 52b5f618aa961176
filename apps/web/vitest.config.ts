import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

export default defineConfig((env) =>
  mergeConfig(viteConfig(env), {
    test: {
      include: ['src/**/*.test.ts'],
      environment: 'node',
      // Patience, not a measure: a busy machine is ten times as slow.
      testTimeout: 30_000,
      maxWorkers: 2,
    },
  }),
);
