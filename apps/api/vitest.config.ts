import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

const hasServers = Boolean(process.env['TEST_DATABASE_URL'] && process.env['TEST_REDIS_URL']);

/** What keeps, streams and survives: these run again on PostgreSQL and Redis. */
const onBothBackends = [
  'test/*.test.ts',
  'test/container/proxy.test.ts',
  'test/{generation,instances,operations}/*.test.ts',
  // A provider that fails has no database.
  'test/faults/!(provider).test.ts',
  'src/db/*.test.ts',
  'src/db/{backup,migrations,server}/*.test.ts',
  'src/adapters/{queue,rate-limiter,vector-store}/*.test.ts',
  'src/modules/**/*.service.test.ts',
  'src/modules/knowledge/**/{collection-embedder,retrieval}.test.ts',
];

export default defineConfig({
  resolve: {
    conditions: ['development'],
    // type-graphql resolves the CommonJS copy; two copies refuse each other's schemas.
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql/index.js') }],
  },
  test: {
    // Patience, not a measure: a busy machine is ten times as slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'embedded',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      ...(hasServers
        ? [
            {
              extends: true as const,
              test: {
                name: 'servers',
                include: onBothBackends,
                globalSetup: ['test/support/global-setup.ts'],
              },
            },
          ]
        : []),
    ],
  },
});
