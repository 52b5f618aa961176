import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
let holders: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-lock-'));
});
afterEach(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  holders = [];
  await rm(folder, { recursive: true, force: true });
});

/** Another process that tries to take the folder and stays until it is killed; what it says. */
async function tryElsewhere(): Promise<string> {
  const source = `
    const { lockFolder } = await import(${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)});
    const held = await lockFolder(${JSON.stringify(folder)}).then(() => 'held', () => 'refused');
    console.log(held);
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(child);
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return line;
}

it('keeps a second process off the folder, and names the first', async () => {
  expect(await tryElsewhere()).toBe('held');
  await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${holders[0]!.pid}`);
});

it('takes a folder whose holder is just being killed', async () => {
  expect(await tryElsewhere()).toBe('held');
  holders[0]!.kill('SIGKILL');
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

it.each(['', '999999999 1', 'not a lock', '1 0'])('takes over what a crash left: %j', async (left) => {
  await writeFile(join(folder, 'parley.lock'), left);
  await lockFolder(folder);
  expect(await readFile(join(folder, 'parley.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
});

it('is taken over by one of many that try at once', async () => {
  await writeFile(join(folder, 'parley.lock'), '999999999 1');
  const answers = await Promise.all(Array.from({ length: 6 }, tryElsewhere));
  expect(answers.sort()).toEqual(['held', ...Array.from({ length: 5 }, () => 'refused')]);
});
