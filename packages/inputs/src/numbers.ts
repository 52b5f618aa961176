import { rule } from './rule.ts';
import { z } from './z.ts';

/** A number within a range, its ends included. */
export const between = (min: number, max: number) =>
  z.custom<number>().check(rule('notInRange', (value) => !(value >= min && value <= max) && { min, max }));

export const wholeBetween = (min: number, max: number) =>
  z
    .custom<number>()
    .check(
      rule('notWholeInRange', (value) => !(Number.isInteger(value) && value >= min && value <= max) && { min, max }),
    );
