import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

const hasServers = Boolean(process.env['TEST_DATABASE_URL'] && process.env['TEST_REDIS_URL']);

/** What differs between the embedded database and servers: these run again on PostgreSQL and Redis. */
const onBothBackends = [
  'src/db/*.test.ts',
  'src/db/{migrations,server}/*.test.ts',
  'src/adapters/{queue,rate-limiter,vector-store}/*.test.ts',
  'src/modules/{auth,usage}/**/*.service.test.ts',
  'src/modules/knowledge/**/{collection-embedder,retrieval}.test.ts',
  'test/{analytics,backup,bad-inputs,conversation,documents,search,sign-in,start,storage-full}.test.ts',
  'test/database-*.test.ts',
  'test/container/proxy.test.ts',
  'test/generation/{conversations,following,payload,races,refused-ends}.test.ts',
  'test/instances/*.test.ts',
  'test/operations/{jobs,probes}.test.ts',
  // A provider and a reader that fail have no database.
  'test/faults/!(provider|slow-reader).test.ts',
];

/** Files that open no database: those that use none of the support for the whole app. */
const isUnit = (path: string): boolean =>
  !path.startsWith('src/db/') && !/from '[./]*(?:\/test)?\/support\//.test(readFileSync(path, 'utf8'));
const unit = globSync('src/**/*.test.ts').filter(isUnit);

const onADatabase = {
  globalSetup: ['test/support/global-setup.ts'],
  // The app is loaded once a worker, and an embedded database serves one file after another.
  isolate: false,
};

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
        test: { name: 'unit', include: unit, setupFiles: ['reflect-metadata'], isolate: false, pool: 'threads' },
      },
      {
        extends: true,
        test: { ...onADatabase, name: 'embedded', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: unit },
      },
      ...(hasServers
        ? [{ extends: true as const, test: { ...onADatabase, name: 'servers', include: onBothBackends } }]
        : []),
    ],
  },
});
