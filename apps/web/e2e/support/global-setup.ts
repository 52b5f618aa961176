import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { launchBrowser } from './browser.ts';
import { createAccount } from './people.ts';
import { startIn } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder that has been used once and has nobody in it. */
    dataFolder: string;
    /** The server for all files that neither kill nor configure one. */
    serverUrl: string;
    /** The administrator of that server. */
    adminEmail: string;
    /** The browser for all files. */
    browserEndpoint: string;
  }
}

/** Makes the tables once, which every server of its own starts with; starts the server and the browser that are shared. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  const [dataFolder, sharedFolder] = [join(folder, 'new'), join(folder, 'shared')];
  const [server, browser] = await Promise.all([
    startIn(sharedFolder, { RATE_LIMIT_MULTIPLIER: '1000' }),
    launchBrowser(),
    startIn(dataFolder).then(({ end }) => end('SIGTERM')),
  ]);
  const adminEmail = 'admin@example.org';
  await createAccount(server.url, adminEmail);
  project.provide('dataFolder', dataFolder);
  project.provide('serverUrl', server.url);
  project.provide('adminEmail', adminEmail);
  project.provide('browserEndpoint', browser.wsEndpoint());
  return async () => {
    await Promise.all([browser.close(), server.end('SIGTERM')]);
    await rm(folder, { recursive: true, force: true });
  };
}
