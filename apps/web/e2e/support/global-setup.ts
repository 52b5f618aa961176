import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startIn } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder that has been used once and has nobody in it. */
    dataFolder: string;
  }
}

/** Makes the tables once; every server starts with a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  const server = await startIn(folder);
  await server.end('SIGTERM');
  project.provide('dataFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
