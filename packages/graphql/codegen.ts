import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: './schema.graphql',
  documents: ['../../apps/web/src/**/*.{ts,vue}', '!../../apps/web/src/**/*.test.ts'],
  ignoreNoDocuments: true,
  generates: {
    './src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        scalars: { DateTime: 'string', JSON: 'unknown', Money: 'string', ID: 'string' },
      },
    },
    // Which objects implement which interface: the browser's cache matches fragments by it.
    './src/generated/possible-types.ts': {
      plugins: ['fragment-matcher'],
    },
  },
};

export default config;
