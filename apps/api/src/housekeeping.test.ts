import { expect, it } from 'vitest';
import { Housekeeping } from './housekeeping.ts';
import { silentLog } from './kernel/log.ts';

it('does what is left when one task fails, and says which', async () => {
  const done: string[] = [];
  const failed: object[] = [];
  const log = { ...silentLog, error: (facts: object) => void failed.push(facts) };
  const error = new Error('no room');
  const housekeeping = new Housekeeping(
    {
      broken: () => Promise.reject(error),
      working: async () => void done.push('working'),
    },
    log,
  );
  await housekeeping.run();
  expect(done).toEqual(['working']);
  expect(failed).toEqual([{ task: 'broken', error }]);
});
