import { expect, it } from 'vitest';
import { TextQuota } from './text-quota.ts';

const MB = 1024 * 1024;

it('counts once in a megabyte, refuses what does not fit, and takes it again when there is room', async () => {
  let counts = 0;
  let text = 0;
  const quota = new TextQuota(3 * MB, async () => ({ text: (counts++, text), files: MB }));
  const write = async (bytes: number): Promise<void> => {
    await quota.admit('ann', bytes);
    text += bytes;
  };
  for (let index = 0; index < 10; index++) await write(MB / 10);
  expect(counts).toBe(0);
  for (let index = 0; index < 9; index++) await write(MB / 10);
  expect(counts).toBe(1);
  const full = expect.objectContaining({
    code: 'QUOTA_EXCEEDED',
    message: expect.stringMatching(/1\.0 MB of 3\.0 MB/),
  });
  await expect(write(MB / 2)).rejects.toEqual(full);
  for (let index = 0; index < 100; index++) await expect(write(MB)).rejects.toEqual(full);
  expect(counts).toBeLessThan(5);
  await quota.admit('ann', 1_000);
  await quota.admit('bob', MB / 2);
});
