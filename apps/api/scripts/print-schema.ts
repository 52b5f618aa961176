import { writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { createSchema } from '../src/schema.ts';

/** Writes the schema as code describes it to the package both apps share. */
const target = new URL('../../../packages/graphql/schema.graphql', import.meta.url);
const schema = createSchema({ get: () => ({}) });
await writeFile(target, `# Printed from apps/api by "pnpm generate". Do not edit.\n\n${printSchema(schema)}\n`);
