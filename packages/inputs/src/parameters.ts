import { parameterRanges } from './limits.ts';
import { inRange } from './numbers.ts';
import { z } from './z.ts';

/** How an answer is generated. A null leaves a value to the next default. @param maxTokens the ceiling of the model. */
export const generationParameters = (maxTokens?: number) => {
  const ranges = parameterRanges(maxTokens);
  return z.object({
    temperature: z.nullish(inRange(ranges.temperature)),
    topP: z.nullish(inRange(ranges.topP)),
    topK: z.nullish(inRange(ranges.topK)),
    maxTokens: z.nullish(inRange(ranges.maxTokens)),
    seed: z.nullish(inRange(ranges.seed)),
  });
};
