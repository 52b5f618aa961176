import { rule } from './rule.ts';
import { z } from './z.ts';

/** Ids, each once. */
export const distinctIds = (max: number) =>
  z.array(z.string()).check(
    z.overwrite((ids) => [...new Set(ids)]),
    rule('tooManyEntries', ({ length }) => length > max && { length, max }),
  );
