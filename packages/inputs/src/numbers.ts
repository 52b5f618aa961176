import type { NumberRange } from './limits.ts';
import { rule } from './rule.ts';
import { z } from './z.ts';

/** A number within a range, its ends included. */
export const inRange = ({ min, max, isWhole }: NumberRange) =>
  z.custom<number>().check(
    rule(isWhole ? 'notWholeInRange' : 'notInRange', (value) => {
      const fits = isWhole ? Number.isInteger(value) : Number.isFinite(value);
      return !(fits && value >= min && value <= max) && { min, max };
    }),
  );
