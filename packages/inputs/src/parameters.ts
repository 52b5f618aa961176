import { between, wholeBetween } from './numbers.ts';
import { z } from './z.ts';

/** Ceiling of `maxTokens` for a model for which nobody raised it. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 3000;

/** How an answer is generated. A null leaves a value to the next default. @param maxTokens the ceiling of the model. */
export const generationParameters = (maxTokens = DEFAULT_MAX_OUTPUT_TOKENS) =>
  z.object({
    temperature: z.nullish(between(0, 2)),
    topP: z.nullish(between(0, 1)),
    topK: z.nullish(wholeBetween(0, 100)),
    maxTokens: z.nullish(wholeBetween(1, maxTokens)),
    seed: z.nullish(wholeBetween(-(2 ** 31), 2 ** 31 - 1)),
  });
