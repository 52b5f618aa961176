import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
let holder: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-lock-'));
});
afterEach(async () => {
  holder?.kill('SIGKILL');
  holder = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Another process that holds the folder until it is killed. */
async function holdElsewhere(): Promise<void> {
  const source = `
    const { lockFolder } = await import(${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)});
    await lockFolder(${JSON.stringify(folder)});
    console.log('held');
    setInterval(() => {}, 1_000);`;
  holder = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface({ input: holder.stdout! }), 'line');
}

it('keeps a second process off the folder, and names the first', async () => {
  await holdElsewhere();
  await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${holder!.pid}`);
});

it('takes a folder whose holder is just being killed', async () => {
  await holdElsewhere();
  holder!.kill('SIGKILL');
  const unlock = await lockFolder(folder);
  await unlock();
});

it('can be taken again after it was given free', async () => {
  await (
    await lockFolder(folder)
  )();
  await (
    await lockFolder(folder)
  )();
});
