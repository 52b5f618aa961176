import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataFolder } from './data-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rightsOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

it.skipIf(process.platform === 'win32')('is made for nobody else; one that is there keeps its rights', async () => {
  const path = join(folder, 'deep', 'data');
  await makeDataFolder(path);
  expect(await rightsOf(path)).toBe(0o700);
  await chmod(path, 0o750);
  await makeDataFolder(path);
  expect(await rightsOf(path)).toBe(0o750);
});

it('names DATA_DIR when it, or a part of its path, is a file', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  for (const path of [file, join(file, 'below')]) {
    await expect(makeDataFolder(path)).rejects.toThrow(/^DATA_DIR \(.*a-file.*\) cannot be used: .* is a file/);
  }
});
